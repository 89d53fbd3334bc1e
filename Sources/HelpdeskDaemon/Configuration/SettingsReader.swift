import Configuration
import Cryptography
import Foundation
import Storage
import SystemPackage
import Yams

/// Reads settings one by one, and remembers each mistake instead of stopping at the first.
///
/// A setting comes from the credentials folder, else the environment, else the file. An empty one
/// counts as missing, so that a file may show every key. Where systemd names no credentials folder,
/// as in an operator's shell, it is the one beside the file, behind the environment: whoever may read
/// it gets what the units get, the same store among it.
struct SettingsReader {
    private let reader: ConfigReader
    private var names: SettingNames
    private(set) var problems: [ConfigurationProblem] = []
    /// What is a mistake to who checks the configuration, and keeps no command from its work.
    private(set) var doubts: [ConfigurationProblem] = []
    /// A credentials folder that this user may not look into; nil when there is none.
    let closedCredentials: String?
    /// What could not be looked at from here, and need not be there yet.
    private(set) var unseenFiles: [UnseenFile] = []
    /// True where everything must be there now.
    private let isServing: Bool
    /// The credentials folder that systemd laid out for this process; nil in an operator's shell.
    private let ownCredentials: String?

    /// Opens the sources.
    ///
    /// - Parameters:
    ///   - path: the YAML file; nil for none.
    ///   - environment: `HELPDESK_STORE_URL` stands for `store.url`.
    ///   - isServing: true where a file of a unit's credentials must be there now; else one that the
    ///     unit has not laid out yet is none of the mistakes but of ``unseenFiles``.
    /// - Throws: ``ConfigurationProblems`` when the file cannot be read as YAML.
    init(
        path: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        isServing: Bool = false
    ) async throws {
        var providers: [any ConfigProvider] = []
        self.isServing = isServing
        names = SettingNames(environment: environment)
        let named = environment["CREDENTIALS_DIRECTORY"]
        ownCredentials = named
        let folder = named ?? path.flatMap(Self.credentialsFolder)
        let credentials = folder.map { folder in Result { try Self.credentials(in: folder) } }
        switch credentials {
        case .failure where named != nil:
            let problem = ConfigurationProblem(
                key: "CREDENTIALS_DIRECTORY",
                value: folder,
                wanted: "must be a folder of readable files"
            )
            throw ConfigurationProblems(problems: [problem])
        case .failure: closedCredentials = folder
        case .success, nil: closedCredentials = nil
        }
        providers.append(
            EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: "helpdesk")
        )
        // What systemd hands over comes before all. What merely lies there comes after what was said
        // with the command: a drill on another store must not reach the desk's own.
        if let credentials = try? credentials?.get() {
            providers.insert(credentials.provider, at: named != nil ? 0 : 1)
            names.credentials = credentials.names
        }
        if let path {
            do {
                // First, for it tells of a mistake without telling what else stands there.
                names.inFile = try Self.keys(of: path)
                // An empty one, or one of remarks alone, says nothing and is no mistake by itself.
                if !names.inFile.isEmpty {
                    providers.append(
                        try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
                    )
                }
            } catch {
                let problem = ConfigurationProblem(
                    key: path,
                    wanted: Self.wanted(inPlaceOf: error)
                )
                throw ConfigurationProblems(problems: [problem])
            }
        }
        reader = ConfigReader(providers: providers)
    }

    /// Ends the reading.
    ///
    /// - Returns: names that are no key in the environment and the credentials folder.
    /// - Throws: ``ConfigurationProblems`` when anything was wrong, misspelt keys among it; those names
    ///   too then, so that everything is said at once.
    func finish() throws(ConfigurationProblems) -> [ConfigurationProblem] {
        let (mistakes, strays) = (problems + names.mistakes, names.strays)
        guard mistakes.isEmpty else {
            throw ConfigurationProblems(problems: mistakes + strays, doubts: doubts)
        }
        return strays
    }

    /// Notes what ``doubts`` are.
    mutating func doubt(_ key: String, _ value: String?, _ wanted: String) {
        doubts.append(ConfigurationProblem(key: key, value: value, wanted: wanted))
    }

    /// Notes a certificate and a key with which no door opens, where both can be read.
    ///
    /// The daemon is told before it opens anything, and whoever checks the configuration; other
    /// commands do without.
    mutating func checkPair(
        _ name: String,
        _ certificate: String?,
        _ keyName: String,
        _ key: String?
    ) {
        guard let certificate, let key,
            let chain = FileManager.default.contents(atPath: certificate).map(Array.init),
            let secret = FileManager.default.contents(atPath: key).map(Array.init)
        else { return }
        let found: (key: String, path: String, wanted: String)
        if Certificate(pem: chain) == nil {
            found = (name, certificate, "must be a PEM file with certificates")
        } else if !Certificate.matches(certificatePEM: chain, keyPEM: secret) {
            found = (keyName, key, "must be the key of \(name), in PEM and without a passphrase")
        } else {
            return
        }
        if isServing {
            note(found.key, found.path, found.wanted)
        } else {
            doubt(found.key, found.path, found.wanted)
        }
    }

    mutating func note(_ key: String, _ value: String?, _ wanted: String) {
        // A URL may hold a password (RFC 3986 §3.2.1), and mistakes are shown and logged.
        let shown = value.map(StoreLocation.withoutSecrets)
        problems.append(ConfigurationProblem(key: key, value: shown, wanted: wanted))
    }

    mutating func text(_ key: String, isSecret: Bool = false) -> String? {
        names.know(key)
        guard let value = reader.string(forKey: ConfigKey(key), isSecret: isSecret) else {
            if reader.stringArray(forKey: ConfigKey(key)) != nil {
                note(key, nil, "must be one value, not a list")
            }
            return nil
        }
        guard !value.isEmpty, value != "~", value != "null" else { return nil }
        names.knowFile(value)
        return value
    }

    mutating func requiredText(_ key: String, _ wanted: String) -> String {
        if let value = text(key) { return value }
        note(key, nil, wanted)
        return ""
    }

    mutating func list(_ key: String) -> [String] {
        names.know(key)
        if let values = reader.stringArray(forKey: ConfigKey(key)) { return values }
        // What is no list may be a single value, or nothing.
        return text(key).map { [$0] } ?? []
    }

    /// A list whose items may hold commas: in the environment, and wherever it is one text, | stands
    /// between them.
    mutating func phrases(_ key: String) -> [String] {
        names.know(key)
        guard let text = reader.string(forKey: ConfigKey(key)) else { return list(key) }
        return text.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && $0 != "~" && $0 != "null" }
    }

    mutating func number(
        _ key: String,
        default fallback: Int,
        in range: ClosedRange<Int>
    ) -> Int {
        guard let text = text(key) else { return fallback }
        if let number = Int(text), range.contains(number) { return number }
        note(key, text, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        return fallback
    }

    mutating func flag(_ key: String, default fallback: Bool) -> Bool {
        switch text(key)?.lowercased() {
        case nil: return fallback
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        case let other:
            note(key, other, "must be true or false")
            return fallback
        }
    }

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        default fallback: Word
    ) -> Word {
        guard let text = text(key) else { return fallback }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        note(key, text, "must be one of \(known)")
        return fallback
    }

    /// A file that must be there, but for what a unit's credentials will be while it runs.
    mutating func existingFile(_ key: String) -> String? {
        guard let path = text(key) else { return nil }
        if FileManager.default.isReadableFile(atPath: path) { return path }
        if mayComeWithUnit(path) {
            unseenFiles.append(UnseenFile(key: key, path: path))
        } else {
            note(key, path, "there is no such file, or it cannot be read")
        }
        return path
    }

    /// Where systemd lays out the credentials of units that run, a folder for each (systemd.exec(5)).
    private static let foldersOfUnits = "/run/credentials/"

    /// True for a credential of a unit that does not run, or that this process may not look into:
    /// whoever follows the manual checks the configuration before the first start.
    private func mayComeWithUnit(_ path: String) -> Bool {
        guard !isServing, path.hasPrefix(Self.foldersOfUnits) else { return false }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return folder != ownCredentials && access(folder, R_OK | X_OK) != 0
    }

    /// The credentials folder beside a configuration file; nil when there is none.
    private static func credentialsFolder(beside path: String) -> String? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            .appending(path: "credentials").path
        return isFolder(folder) == true ? folder : nil
    }

    /// Nil where there is nothing, as behind a link that leads nowhere.
    private static func isFolder(_ path: String) -> Bool? {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return isThere ? isFolder.boolValue : nil
    }

    /// systemd puts one file a secret into the folder (`LoadCredential=`), named after the key.
    private static func credentials(
        in folder: String
    ) throws -> (provider: InMemoryProvider, names: Set<String>) {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        var names: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let file = URL(fileURLWithPath: folder).appending(path: name)
            guard isFolder(file.path) == false else { continue }
            // What begins with a dot is an editor's, or somebody's mark.
            if !name.hasPrefix(".") { names.insert(name) }
            let data = try Data(contentsOf: file)
            let text = String(decoding: data, as: UTF8.self)
                .trimmingCharacters(in: .newlines)
            // An empty one stands for a file that is not there; it must not hide other sources.
            guard !text.isEmpty else { continue }
            let key = AbsoluteConfigKey(name.split(separator: ".").map(String.init))
            values[key] = ConfigValue(.string(text), isSecret: true)
        }
        return (InMemoryProvider(name: "credentials", values: values), names)
    }

    /// Every key of a file, in dots.
    private static func keys(of path: String) throws -> Set<String> {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var keys: Set<String> = []
        var waiting: [(prefix: String, node: Node)] = []
        if let root = try Yams.compose(yaml: text) { waiting.append(("", root)) }
        while let (prefix, node) = waiting.popLast() {
            guard case .mapping(let mapping) = node else {
                keys.insert(prefix)
                continue
            }
            for (key, value) in mapping {
                let name = key.string ?? ""
                waiting.append((prefix.isEmpty ? name : "\(prefix).\(name)", value))
            }
        }
        return keys
    }

    /// What is said of a file that is no configuration.
    private static func wanted(inPlaceOf error: any Error) -> String {
        guard let error = error as? CocoaError else {
            return "the file cannot be read as YAML: \(reason(of: error))"
        }
        return "the file cannot be read: \(SystemExit.reason(of: error))"
    }

    /// What is wrong with a file, and where; the library's own words repeat the lines about it, or all
    /// of them, and secrets stand in some.
    private static func reason(of error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line): \(problem)"
        case .duplicatedKeysInMapping(let keys, let context):
            "line \(context.mark.line): \(keys.sorted().joined(separator: ", ")) stands there twice"
        case .reader(let problem, _, _, _): problem
        case .some: "it is no YAML"
        case nil: "\(error)"
        }
    }
}
