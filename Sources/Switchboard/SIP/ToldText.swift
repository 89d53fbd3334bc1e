extension String {
    /// As much as the caller log takes of what others say.
    private static let toldScalarsMax = 200

    /// As the caller log keeps it: of bounded length, and on one line.
    ///
    /// What a telephone says of itself may be of any length and hold any character, and a store that
    /// cannot keep it keeps nothing of the call. Scalars are counted: of them one character may have
    /// any number.
    var told: String {
        let scalars = unicodeScalars.prefix(Self.toldScalarsMax).map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
