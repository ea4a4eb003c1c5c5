import Testing
import VulkanWitness

/// What cannot be drawn is an error that says why.
@Suite struct ErrorTests {
  private let plain = """
    #version 450
    layout(location = 0) out vec4 color;
    layout(location = 0) in vec4 value;
    void main() { color = value; }
    """

  @Test func unknownDevice() {
    #expect {
      _ = try VulkanWitness(driver: .device(named: "no such device"))
    } throws: { error in
      guard case .noDevice(let wanted, let found) = error as? WitnessError else { return false }
      return wanted.contains("no such device") && found.contains { $0.contains("llvmpipe") }
    }
  }

  @Test func noPixels() throws {
    let drawing = Drawing(fragment: try compileFragment(plain), width: 0, height: 4)
    let witness = try sharedWitness.get()
    #expect(throws: WitnessError.unsuitable("an image of no pixels")) { _ = try witness.draw(drawing) }
  }

  @Test func varyingOfFiveComponents() throws {
    var drawing = Drawing(fragment: try compileFragment(plain), width: 4, height: 4)
    let values: [Float] = [1, 2, 3, 4, 5]
    drawing.varyings = [Varying(location: 0, corners: [values, values, values])]
    let witness = try sharedWitness.get()
    #expect(throws: WitnessError.self) { _ = try witness.draw(drawing) }
  }

  /// The layer does watch: an input that nothing feeds is what it finds.
  @Test func validationSpeaks() throws {
    let witness = try sharedWitness.get()
    #expect(witness.isValidated, "vulkan-validationlayers is not installed")
    let drawing = Drawing(fragment: try compileFragment(plain), width: 4, height: 4)
    #expect {
      _ = try witness.draw(drawing)
    } throws: { error in
      guard case .validation(let messages) = error as? WitnessError else { return false }
      return messages.contains { $0.contains("not written by") || $0.contains("nterface") }
    }
  }

  @Test func timeOfFrame() throws {
    var drawing = Drawing(fragment: try compileFragment(plain), width: 64, height: 64)
    drawing.varyings = [
      Varying(location: 0, origin: [0, 0, 0, 0], right: [1, 1, 1, 1], down: [1, 1, 1, 1])
    ]
    let seconds = try sharedWitness.get().cpuTimeOfFrame(drawing, frames: 3)
    #expect(seconds > 0)
    #expect(seconds.isFinite)
  }
}
