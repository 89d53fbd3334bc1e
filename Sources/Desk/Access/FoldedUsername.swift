import Foundation

/// A user name as it is compared and counted: without case, outer space and other spellings of the
/// same letters.
public struct FoldedUsername: Sendable, Hashable {
    /// The one spelling of all that look alike.
    public let text: String

    /// Folds a user name, as it was typed or as the directory has it.
    public init(_ username: String) {
        text = username.precomposedStringWithCompatibilityMapping.lowercased()
            .split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }
}
