import HTTPTypes

extension HTTPField.Name {
    /// A name that stands in the program, and that the library has no word for.
    init(known text: String) {
        guard let name = Self(text) else {
            preconditionFailure("\(text) is no name of a header field")
        }
        self = name
    }
}
