import CommandManual
import Foundation

/// The names under which settings stand, so that one which means nothing is found wherever it stands.
///
/// Values are neither kept nor shown: behind a misspelt name there may be a secret.
struct SettingNames {
    /// Keys of the file, in dots.
    var inFile: Set<String> = []
    /// Files of the credentials folder.
    var credentials: Set<String> = []
    /// Variables of the environment that begin as ours do, without that.
    private let variables: [String]
    private var keysRead: Set<String> = []
    /// Last parts of the paths that settings hold: a key of TLS may lie among the credentials, and
    /// its name there is whoever's choice it was (`LoadCredential=tls-key:…`).
    private var filesNamed: Set<String> = []

    private static let prefix = "HELPDESK_"
    /// What other programs of the house read, and may be set in the same shell: the staff's `helpdesk`,
    /// the build and the suites.
    private static let variablesOfOthers: Set = [
        "HELPDESK_SERVER", "HELPDESK_TOKEN", "HELPDESK_CA_FILE", "HELPDESK_USER",
        "HELPDESK_PASSWORD", "HELPDESK_WARNINGS_AS_ERRORS", "HELPDESK_FUZZING",
        "HELPDESK_STORES_REQUIRED", "HELPDESK_KILLS", "HELPDESK_KILLS_STORE", "HELPDESK_DAMAGE",
        "HELPDESK_RECORD_SCHEMA", "HELPDESK_RECORD_GOLDEN", "HELPDESK_RECORD_TRAFFIC",
    ]

    init(environment: [String: String]) {
        let ours = environment.keys.filter {
            $0.hasPrefix(Self.prefix) && !Self.variablesOfOthers.contains($0)
        }
        variables = ours.map { String($0.dropFirst(Self.prefix.count)) }
    }

    /// Remembers a key that means something.
    mutating func know(_ key: String) { keysRead.insert(key) }

    /// Remembers what a key says, should it be the path of a file.
    mutating func knowFile(_ value: String) {
        guard value.hasPrefix("/") else { return }
        filesNamed.insert(URL(fileURLWithPath: value).lastPathComponent)
    }

    /// Every name in the file that means nothing, once all that does is known.
    var mistakes: [ConfigurationProblem] {
        let keys = keysRead.sorted()
        let unknown = inFile.subtracting(keysRead).sorted().filter { key in
            // A heading with nothing under it is no mistake.
            !keys.contains { $0.hasPrefix("\(key).") }
        }
        return unknown.map { Self.mistake($0, among: keys) }
    }

    /// The same beside the file: among the credentials and in the environment.
    ///
    /// Others write there too: an editor leaves its copy beside a secret, and an orchestrator names its
    /// services in variables. So they are told, and stop nothing.
    var strays: [ConfigurationProblem] {
        let keys = keysRead.sorted()
        let ofCredentials = credentials.subtracting(keysRead).subtracting(filesNamed).sorted()
        // Without what all of them begin with, which says nothing of the one that was meant.
        let known = keys.map(Self.variable)
        let ofEnvironment = Set(variables).subtracting(known).sorted()
        return ofCredentials.map { Self.mistake($0, among: keys) }
            + ofEnvironment.map { Self.mistake($0, among: known, behind: Self.prefix) }
    }

    /// What stands for a key in the environment, behind the prefix: `STORE_URL` for `store.url`.
    private static func variable(_ key: String) -> String {
        key.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
    }

    private static func mistake(
        _ name: String,
        among known: [String],
        behind prefix: String = ""
    ) -> ConfigurationProblem {
        let meant = Spelling.nearest(to: name, among: known).map { prefix + $0 }
        return ConfigurationProblem(
            key: prefix + name,
            wanted: meant.map { "there is no such key; did you mean \($0)?" }
                ?? "there is no such key"
        )
    }
}
