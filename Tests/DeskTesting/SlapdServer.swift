import Foundation

/// A real slapd on 127.0.0.1 with a tree of its own, for tests that need a directory.
///
/// Configuration, database, certificates and log are in a temporary folder that goes with it.
public final class SlapdServer: Sendable {
    /// How one server differs from the ready-made one.
    public struct Options: Sendable {
        /// The whole tree, as slapadd reads it.
        public var ldif = SlapdServer.tree
        /// Offers StartTLS and ldaps:// with a certificate for 127.0.0.1.
        public var offersTLS = true
        /// Whose certificates; nil makes a fresh authority.
        public var authority: TestAuthority?
        /// What the server's certificate is for, as openssl writes alternative names.
        public var certificateNames = "IP:127.0.0.1"
        /// More lines for slapd.conf before the database, such as `security ssf=128`.
        public var globalLines: [String] = []
        /// Lets everybody read who has proved a password, not the service account alone.
        public var usersRead = false
        /// More lines for slapd.conf in the database.
        public var databaseLines: [String] = []

        /// The ready-made server.
        public init() {}
    }

    /// `ldap://127.0.0.1:PORT`.
    public let url: String
    /// The port of ``url``.
    public let port: UInt16
    /// `ldaps://127.0.0.1:PORT`; answers only when TLS is offered.
    public let tlsURL: String
    /// The certificate of the authority that signed the server's.
    public let caFile: String
    /// The process, to stop it in the middle of a test.
    public let process: LoopbackProcess

    private let folder: TemporaryFolder
    private let authority: TestAuthority?

    /// Loads the tree and starts the server; it answers when this returns.
    public init(_ options: Options = Options()) throws {
        folder = try TemporaryFolder("slapd")
        authority = try options.offersTLS ? options.authority ?? TestAuthority() : nil
        caFile = authority?.caFile ?? ""
        let certificate = try authority?.serverCertificate(
            in: folder,
            names: options.certificateNames
        )
        let configuration = try Self.writeConfiguration(options, authority, certificate, folder)
        try LoopbackProcess.run(
            "/usr/sbin/slapadd",
            ["-q", "-f", configuration, "-l", try folder.write(options.ldif, to: "tree.ldif")],
            logPath: folder.path("slapadd.log")
        )
        let ports: [UInt16]
        (process, ports) = try Self.start(configuration, options.offersTLS, folder)
        port = ports[0]
        url = "ldap://127.0.0.1:\(ports[0])"
        tlsURL = "ldaps://127.0.0.1:\(ports[1])"
    }

    deinit { stop() }

    /// Ends the server; its port refuses connections from then on.
    public func stop() { process.stop() }

    private static func start(
        _ configuration: String,
        _ offersTLS: Bool,
        _ folder: TemporaryFolder
    ) throws -> (process: LoopbackProcess, ports: [UInt16]) {
        var attempts = 0
        while true {
            attempts += 1
            let ports = [try freePort(), try freePort()]
            let urls = "ldap://127.0.0.1:\(ports[0])/"
            let tlsURLs = offersTLS ? " ldaps://127.0.0.1:\(ports[1])/" : ""
            let process = try LoopbackProcess(
                "/usr/sbin/slapd",
                ["-d", "0", "-h", urls + tlsURLs, "-f", configuration],
                logPath: folder.path("slapd.log")
            )
            do {
                try process.waitUntilAnswering(on: offersTLS ? ports : [ports[0]])
                return (process, ports)
            } catch {
                // It ended at once: somebody may have taken one of the ports in the meantime.
                guard attempts < 3, !process.isRunning else { throw error }
            }
        }
    }

    private static func writeConfiguration(
        _ options: Options,
        _ authority: TestAuthority?,
        _ certificate: TestAuthority.Certificate?,
        _ folder: TemporaryFolder
    ) throws -> String {
        var lines = ["core", "cosine", "inetorgperson", "nis"].map {
            "include /etc/ldap/schema/\($0).schema"
        }
        lines += ["modulepath /usr/lib/ldap", "moduleload back_mdb", "threads 4", "loglevel 0"]
        lines.append("pidfile \(folder.path("slapd.pid"))")
        if let authority, let certificate {
            lines.append("TLSCACertificateFile \(authority.caFile)")
            lines.append("TLSCertificateFile \(certificate.file)")
            lines.append("TLSCertificateKeyFile \(certificate.keyFile)")
        }
        lines += options.globalLines
        lines += [
            "database mdb", "suffix \"\(suffix)\"", "rootdn \"cn=root,\(suffix)\"",
            "directory \(try folder.folder("data"))", "maxsize 16777216", "dbnosync",
            "index objectClass,uid,member eq",
            "access to attrs=userPassword by anonymous auth by * none",
            "access to * by dn.exact=\"\(serviceDN)\" read"
                + (options.usersRead ? " by users read" : "") + " by * none",
        ]
        lines += options.databaseLines
        return try folder.write(lines.joined(separator: "\n") + "\n", to: "slapd.conf")
    }
}
