print("quadless")
