import SPIRV

/// Something about a derivative, or about a level of detail, that who wrote the shader may not know.
package struct Observation: Sendable {
  /// What it is.
  package enum Subject: Hashable, Sendable {
    /// A site in control flow that may part a quad.
    case nonUniformFlow
    /// A site that is reached though part of its quad may be discarded.
    case afterDiscard
    /// A site's operand jumps where it should be continuous: the operation in the source's words.
    case seam(operation: String)
    /// A derivative of what is constant between jumps: the operation that makes it so.
    case piecewiseConstant(operation: String)
    /// A derivative of what does not vary; in one direction only, where one is named.
    case constant(along: Direction?)
    /// A site's operand comes from memory at an address that varies: the reading operation.
    case memory(operation: String)
    /// An explicit level that comes from no derivative, at a coordinate that varies: the level, where it is constant.
    case explicitLevel(Double?)
    /// A quad used as a channel.
    case channel
  }

  /// What kind of instruction it is about.
  package enum Kind: Hashable, Sendable {
    case derivative, sample, queryLod, explicitSample
  }

  /// What it is.
  package var subject: Subject
  /// The kind of the instruction.
  package var kind: Kind
  /// How the source calls the instruction.
  package var name: String
  /// Where that stands.
  package var location: SourceLocation
  /// The function it stands in.
  package var function: String
  /// Its result.
  package var result: ValueID
  /// How it comes about, from the cause to the instruction.
  package var trace: [TraceStep]
}

/// A stage on the way from the cause of an observation to its instruction.
package struct TraceStep: Hashable, Sendable {
  /// What happens there.
  package enum Role: Hashable, Sendable {
    /// Something that varies is read: its name.
    case source(String)
    /// Memory is read: its name, or what kind it is.
    case read(String)
    /// A variable is written.
    case store(String)
    /// A function is called.
    case call(String)
    /// The flow parts.
    case branch
    /// A discard.
    case discard
    /// An operation that jumps.
    case jump(String)
  }

  /// What happens.
  package var role: Role
  /// Where.
  package var location: SourceLocation
}
