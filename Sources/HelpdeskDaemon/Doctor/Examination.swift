/// One thing an operator would be asked for, and how to look at it.
struct Examination: Sendable {
    /// Short and fixed, for scripts.
    let name: String
    /// What the keys begin with that it goes by.
    let keys: [String]
    /// Looks; changes nothing that matters.
    let look: @Sendable () async -> [Finding]

    init(
        _ name: String,
        by keys: [String] = [],
        _ look: @escaping @Sendable () async -> [Finding]
    ) {
        self.name = name
        self.keys = keys
        self.look = look
    }

    /// The same, or no look where a key that it goes by is among the wrong ones: it would look at
    /// something else than the desk's own.
    ///
    /// - Parameters:
    ///   - mistakes: of the configuration.
    ///   - isUnread: true where no key could be read.
    /// - Returns: what is to be done in its place.
    func minding(_ mistakes: [ConfigurationProblem], isUnread: Bool) -> Examination {
        let mistake = mistakes.first { mistake in
            keys.contains { isUnread || mistake.key.hasPrefix($0) }
        }
        guard let mistake else { return self }
        return Examination(name) {
            [.advice("not looked at: \(mistake.key) is wrong", "mend that first, and ask again")]
        }
    }
}

/// What was found, and what to do about it.
struct Finding: Sendable, Equatable {
    /// How much it matters, from the least.
    enum Verdict: String, Sendable, Encodable {
        /// As it should be.
        case well
        /// It works, and somebody should see to it.
        case advice
        /// It does not work, because the configuration or a file it names is wrong.
        case misconfigured
        /// It does not work, because something else is not there or not well.
        case unavailable
    }

    var verdict: Verdict
    /// What is so, in one sentence.
    var detail: String
    /// What to do; nil when nothing is to be done.
    var remedy: String?

    static func well(_ detail: String) -> Self { Self(verdict: .well, detail: detail) }

    static func advice(_ detail: String, _ remedy: String) -> Self {
        Self(verdict: .advice, detail: detail, remedy: remedy)
    }

    static func misconfigured(_ detail: String, _ remedy: String) -> Self {
        Self(verdict: .misconfigured, detail: detail, remedy: remedy)
    }

    static func unavailable(_ detail: String, _ remedy: String) -> Self {
        Self(verdict: .unavailable, detail: detail, remedy: remedy)
    }
}
