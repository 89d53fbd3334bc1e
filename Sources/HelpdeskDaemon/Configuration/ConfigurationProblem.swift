/// One mistake in the configuration: the key, what stands there, and what would be right.
struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
    var key: String
    /// As it was found; nil when nothing is there, or when it must not be shown.
    var value: String?
    var wanted: String

    var description: String {
        guard let value else { return "\(key): \(wanted)" }
        return "\(key): «\(value)» – \(wanted)"
    }
}

/// Every mistake of a configuration at once.
struct ConfigurationProblems: Error, CustomStringConvertible {
    var problems: [ConfigurationProblem]

    var description: String { problems.map(\.description).joined(separator: "\n") }
}
