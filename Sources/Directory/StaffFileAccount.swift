import Cryptography
import Desk
import Yams

/// One mistake in a file of accounts.
public struct StaffFileProblem: Sendable, Hashable, CustomStringConvertible {
    /// The line it is on; nil for the file as a whole.
    public var line: Int?
    /// What is wrong and what would be right; never a hash.
    public var text: String

    /// One line for the operator.
    public var description: String { line.map { "line \($0): \(text)" } ?? text }
}

/// Every mistake of a file of accounts at once.
public struct StaffFileProblems: Error, Sendable, Hashable, CustomStringConvertible {
    /// Never empty.
    public var problems: [StaffFileProblem]

    init(problems: [StaffFileProblem]) { self.problems = problems }

    init(_ text: String, line: Int? = nil) {
        problems = [StaffFileProblem(line: line, text: text)]
    }

    /// One line a mistake.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// An account of the file, with its hash.
struct StaffFileAccount: Sendable {
    let identity: StaffIdentity
    let hash: String

    var id: String { identity.id }

    /// Reads all accounts of a file.
    static func read(_ yaml: String) throws(StaffFileProblems) -> [StaffFileAccount] {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            throw StaffFileProblems("is not YAML", line: error.line)
        } catch {
            throw StaffFileProblems("is not YAML")
        }
        guard let mapping = root?.mapping else {
            throw StaffFileProblems("wants a list of accounts under staff:")
        }
        var reading = StaffFileReading()
        let accounts = reading.accounts(in: mapping)
        guard reading.problems.isEmpty else {
            throw StaffFileProblems(problems: reading.problems)
        }
        return accounts
    }
}

/// Reads accounts and keeps every mistake, so that one run shows them all.
private struct StaffFileReading {
    private static let keys: Set = ["user", "name", "mail", "hash", "roles", "queues"]

    var problems: [StaffFileProblem] = []
    private var lines: [FoldedUsername: Int] = [:]

    private mutating func object(_ node: Node, _ text: String) {
        problems.append(StaffFileProblem(line: node.mark?.line, text: text))
    }

    mutating func accounts(in root: Node.Mapping) -> [StaffFileAccount] {
        for (key, _) in root where key.string != "staff" {
            object(key, "\(key.string ?? "this key") is not known here; only staff is")
        }
        guard let list = root["staff"] else {
            problems.append(StaffFileProblem(line: nil, text: "staff is missing"))
            return []
        }
        guard let sequence = list.sequence else {
            object(list, "staff wants a list of accounts")
            return []
        }
        return sequence.compactMap { account($0) }
    }

    private mutating func account(_ node: Node) -> StaffFileAccount? {
        guard let mapping = node.mapping else {
            object(node, "an account wants the keys user, name, hash and roles")
            return nil
        }
        for (key, _) in mapping where !Self.keys.contains(key.string ?? "") {
            object(key, "\(key.string ?? "this key") is not known in an account")
        }
        let user = username(mapping, node)
        let name = text("name", mapping, node)
        let hash = hash(mapping, node)
        let roles = roles(mapping, node)
        let mail = mapping["mail"] == nil ? nil : text("mail", mapping, node)
        let queues = mapping["queues"].map { texts($0, "queues") } ?? []
        guard let user, let name, let hash, !roles.isEmpty else { return nil }
        let identity = StaffIdentity(
            id: user,
            name: name,
            mail: mail,
            roles: roles,
            queues: queues,
            isBreakGlass: true
        )
        return StaffFileAccount(identity: identity, hash: hash)
    }

    private mutating func username(_ mapping: Node.Mapping, _ node: Node) -> String? {
        guard let user = text("user", mapping, node) else { return nil }
        let isPlain = user.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard isPlain, user.utf8.count <= 256 else {
            object(node, "user wants at most 256 octets and no control characters")
            return nil
        }
        if let line = lines[FoldedUsername(user)] {
            object(node, "user \(user) is there already, on line \(line)")
            return nil
        }
        lines[FoldedUsername(user)] = node.mark?.line ?? 0
        return user
    }

    private mutating func hash(_ mapping: Node.Mapping, _ node: Node) -> String? {
        guard let hash = text("hash", mapping, node) else { return nil }
        let isPlain = hash.utf8.allSatisfy { (0x21..<0x7F).contains($0) && $0 != 0x3A }
        guard Password.accepts(hash: hash), isPlain, (20...384).contains(hash.utf8.count) else {
            object(
                mapping["hash"] ?? node,
                "hash wants the whole of what mkpasswd prints, such as $y$j9T$…"
            )
            return nil
        }
        return hash
    }

    private mutating func roles(_ mapping: Node.Mapping, _ node: Node) -> Set<Role> {
        guard let list = mapping["roles"] else {
            object(node, "roles is missing")
            return []
        }
        let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
        var roles: Set<Role> = []
        let names = texts(list, "roles")
        for name in names {
            if let role = Role(rawValue: name) {
                roles.insert(role)
            } else {
                object(list, "role \(name) is not known; there are \(known)")
            }
        }
        if names.isEmpty { object(list, "roles wants at least one of \(known)") }
        return roles
    }

    private mutating func text(
        _ key: String,
        _ mapping: Node.Mapping,
        _ node: Node
    ) -> String? {
        guard let value = mapping[key] else {
            object(node, "\(key) is missing")
            return nil
        }
        guard let text = value.scalar?.string, text.contains(where: { !$0.isWhitespace }) else {
            object(value, "\(key) wants a text")
            return nil
        }
        return text
    }

    private mutating func texts(_ node: Node, _ key: String) -> [String] {
        guard let sequence = node.sequence else {
            object(node, "\(key) wants a list, such as [a, b]")
            return []
        }
        return sequence.compactMap { item in
            if let text = item.scalar?.string, !text.isEmpty { return text }
            object(item, "\(key) wants texts in its list")
            return nil
        }
    }
}

extension StaffFileAccount: CustomStringConvertible {
    /// Who it is: whoever prints a value that holds an account must not print the hash.
    var description: String { "account \(id)" }
}

extension YamlError {
    /// Where the text stops being YAML; the library's own words repeat the line, hash and all.
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark.line
        default: nil
        }
    }
}
