import Cryptography
import Desk
import Directory
import Logging
import NIOPosix

extension Logger {
    /// For checks whose findings are returned, not logged.
    static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
}

extension DirectoryConfiguration {
    /// Reads the keys below `directory`; nil when no server is named.
    init?(_ reader: inout SettingsReader) {
        let urls = reader.list("directory.urls")
        let userBase = reader.text("directory.user-base")
        var roles: [Role: [String]] = [:]
        for role in Role.allCases {
            let groups = Self.names(reader.list("directory.roles.\(role.rawValue)"))
            if !groups.isEmpty { roles[role] = groups }
        }
        self.init(urls: urls, userBase: userBase ?? "", roles: roles)
        startTLS = reader.flag("directory.starttls", default: startTLS)
        caFile = reader.existingFile("directory.ca-file") ?? caFile
        clientCertificate = reader.existingFile("directory.client-certificate")
        clientKey = reader.existingFile("directory.client-key")
        reader.checkPair(
            "directory.client-certificate",
            clientCertificate,
            "directory.client-key",
            clientKey
        )
        userDN = reader.text("directory.user-dn")
        referralServers = reader.list("directory.referral-servers")
        retryAfter = .seconds(reader.number("directory.retry-seconds", default: 30, in: 1...3_600))
        bindDN = reader.text("directory.bind-dn")
        bindPassword = reader.text("directory.bind-password", isSecret: true).map(Password.init)
        userFilter = reader.text("directory.user-filter") ?? userFilter
        groupBase = reader.text("directory.group-base")
        groupFilter = reader.text("directory.group-filter") ?? groupFilter
        nestedGroups = reader.flag("directory.nested-groups", default: nestedGroups)
        readAttributes(&reader)
        connectTimeout = .seconds(
            reader.number("directory.connect-seconds", default: 5, in: 1...60)
        )
        operationTimeout = .seconds(
            reader.number("directory.operation-seconds", default: 5, in: 1...60)
        )
        guard !urls.isEmpty else { return nil }
        check(&reader)
    }

    /// Puts names together again that their own commas took apart: in `[cn=a,ou=b,dc=c]` YAML sees
    /// a list of three.
    ///
    /// A name ends with the parts that stand at the root of a directory; what follows them begins
    /// the next name.
    static func names(_ parts: [String]) -> [String] {
        var names: [String] = []
        var isRootReached = true
        for part in parts {
            let isWhole = part.contains(",")
            let type = part.prefix { $0 != "=" }.lowercased()
            let isRoot = ["dc", "o", "c"].contains(type)
            if isWhole || names.isEmpty || (isRootReached && !isRoot) {
                names.append(part)
            } else {
                names[names.count - 1] += ",\(part)"
            }
            isRootReached = isWhole || isRoot
        }
        return names
    }

    private mutating func readAttributes(_ reader: inout SettingsReader) {
        usernameAttribute = reader.text("directory.attributes.username") ?? usernameAttribute
        let names = reader.list("directory.attributes.name")
        if !names.isEmpty { nameAttributes = names }
        mailAttribute = reader.text("directory.attributes.mail") ?? mailAttribute
        phoneAttribute = reader.text("directory.attributes.phone") ?? phoneAttribute
        queueAttribute = reader.text("directory.attributes.queue")
    }

    /// Lets the directory itself say what cannot work; no server is asked.
    private func check(_ reader: inout SettingsReader) {
        do throws(DirectoryProblems) {
            let pool = NIOThreadPool(numberOfThreads: 1)
            _ = try LDAPStaffDirectory(self, pool: pool, logger: .silent)
        } catch {
            for problem in error.problems {
                reader.note(problem.key, problem.value, problem.remedy)
            }
        }
    }
}
