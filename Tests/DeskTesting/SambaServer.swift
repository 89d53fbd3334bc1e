import Foundation

/// A real Samba as Active Directory domain controller, on an address of its own below 127.
///
/// Samba speaks LDAP at port 389 and no other; so the address is made up for each server. Only its
/// LDAP service runs. What it keeps is in a temporary folder that goes with it.
public final class SambaServer: Sendable {
    /// `ldap://127.A.B.C`.
    public let url: String
    /// The certificate of the authority that signed the server's.
    public let caFile: String

    /// The naming context.
    public static let suffix = "DC=example,DC=org"
    /// Where people and groups are.
    public static let usersBase = "CN=Users,\(suffix)"
    /// The account that may search, by its user principal name.
    public static let serviceName = "helpdesk@example.org"
    /// Its password.
    public static let servicePassword = "Tjänste.L0sen"

    private let folder: TemporaryFolder
    private let authority: TestAuthority
    private let process: LoopbackProcess

    /// True where it is installed and may take port 389.
    public static var isAvailable: Bool {
        getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/sbin/samba")
            && FileManager.default.isExecutableFile(atPath: "/usr/bin/samba-tool")
    }

    /// Makes a domain with some people in it and starts the server; it answers when this returns.
    ///
    /// - `anna` (Åström, "Annas.L0sen"): helpdesk-agents by way of `inre` and of `mellan`, a group
    ///   without people.
    /// - `bengt` ("Bengts.L0sen"): helpdesk-admins, and disabled.
    /// - `doris` ("Doris.L0sen"): in no group of the helpdesk.
    public init() throws {
        folder = try TemporaryFolder("samba")
        authority = try TestAuthority()
        let octets = (0..<3).map { _ in Int.random(in: 1...254) }.map(String.init)
        let address = "127.\(octets.joined(separator: "."))"
        url = "ldap://\(address)"
        caFile = authority.caFile
        let certificate = try authority.serverCertificate(in: folder, names: "IP:\(address)")
        let configuration = try Self.provision(folder)
        try Self.fill(configuration, folder)
        let file = try Self.writeConfiguration(folder, address, caFile, certificate)
        process = try LoopbackProcess(
            "/usr/sbin/samba",
            ["-i", "-M", "single", "-s", file, "--debug-stdout"],
            logPath: folder.path("samba.log")
        )
        try waitUntilAnswering(address)
    }

    deinit { stop() }

    /// Ends the server.
    public func stop() { process.stop() }

    /// Runs `samba-tool` on the domain, while the server serves it too.
    public func tool(_ arguments: String...) throws {
        try Self.tool(arguments, folder.path("etc/smb.conf"), folder)
    }

    private static func provision(_ folder: TemporaryFolder) throws -> String {
        try LoopbackProcess.run(
            "/usr/bin/samba-tool",
            [
                "domain", "provision", "--realm=EXAMPLE.ORG", "--domain=EXAMPLE",
                "--server-role=dc", "--dns-backend=NONE", "--adminpass=\(UUID().uuidString)aA1",
                "--targetdir=\(folder.path)", "--host-name=dc1", "--host-ip=127.0.0.1",
            ],
            logPath: folder.path("provision.log"),
            within: .seconds(120)
        )
        return folder.path("etc/smb.conf")
    }

    private static func fill(_ configuration: String, _ folder: TemporaryFolder) throws {
        let people = [
            ["helpdesk", servicePassword],
            [
                "anna", "Annas.L0sen", "--given-name=Anna", "--surname=Åström",
                "--mail-address=anna@example.org", "--telephone-number=+46 8 1",
            ],
            ["bengt", "Bengts.L0sen"], ["doris", "Doris.L0sen"],
        ]
        for person in people {
            try tool(["user", "create"] + person, configuration, folder)
        }
        for group in ["helpdesk-agents", "helpdesk-admins", "mellan", "inre"] {
            try tool(["group", "add", group], configuration, folder)
        }
        for (group, member) in [
            ("helpdesk-agents", "mellan"), ("mellan", "inre"), ("inre", "anna"),
            ("helpdesk-admins", "bengt"),
        ] {
            try tool(["group", "addmembers", group, member], configuration, folder)
        }
        try tool(["user", "disable", "bengt"], configuration, folder)
    }

    private static func tool(
        _ arguments: [String],
        _ configuration: String,
        _ folder: TemporaryFolder
    ) throws {
        try LoopbackProcess.run(
            "/usr/bin/samba-tool",
            arguments + ["-s", configuration],
            logPath: folder.path("samba-tool.log"),
            within: .seconds(60)
        )
    }

    /// Another file than the one the domain was made with, which would start every service.
    private static func writeConfiguration(
        _ folder: TemporaryFolder,
        _ address: String,
        _ caFile: String,
        _ certificate: TestAuthority.Certificate
    ) throws -> String {
        let run = try folder.folder("run")
        _ = try folder.folder("run/ncalrpc")
        let lines = [
            "[global]", "netbios name = DC1", "realm = EXAMPLE.ORG", "workgroup = EXAMPLE",
            "server role = active directory domain controller", "server services = ldap",
            "dcerpc endpoint servers =", "interfaces = \(address)/8",
            "bind interfaces only = yes", "private dir = \(folder.path("private"))",
            "state directory = \(folder.path("state"))",
            "cache directory = \(folder.path("cache"))", "lock directory = \(run)",
            "pid directory = \(run)", "ncalrpc dir = \(run)/ncalrpc",
            "winbindd socket directory = \(run)/winbindd",
            "ntp signd socket directory = \(run)/ntp", "tls keyfile = \(certificate.keyFile)",
            "tls certfile = \(certificate.file)", "tls cafile = \(caFile)",
            "ldap server require strong auth = allow_sasl_over_tls", "log level = 1",
        ]
        // Samba refuses a key that others may read.
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600],
            ofItemAtPath: certificate.keyFile
        )
        return try folder.write(lines.joined(separator: "\n") + "\n", to: "run.conf")
    }

    private func waitUntilAnswering(_ address: String) throws(LoopbackError) {
        let deadline = ContinuousClock.now + .seconds(20)
        while !answers(address: address, port: 389) {
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw .silent(program: "samba", log: String(process.log.suffix(2_000)))
            }
            usleep(20_000)
        }
    }
}
