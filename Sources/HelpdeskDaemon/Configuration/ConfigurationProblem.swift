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

/// A file of a unit's credentials that cannot be seen from here, because the unit does not run or is
/// another user's; no mistake.
struct UnseenFile: Sendable, Equatable, CustomStringConvertible {
    var key: String
    var path: String

    var description: String {
        "\(key): \(path) is there only while its unit runs, and was not checked"
    }
}

/// Every mistake of a configuration at once.
struct ConfigurationProblems: Error, CustomStringConvertible {
    var problems: [ConfigurationProblem]
    /// What would be none to other commands than the one that checks.
    var doubts: [ConfigurationProblem] = []

    var description: String { (problems + doubts).map(\.description).joined(separator: "\n") }
}
