import Cryptography
public import Foundation

/// A real Dovecot on 127.0.0.1 with one mailbox: tests take mail out of it by IMAP, the benchmark
/// puts mail into it by LMTP.
///
/// Configuration, mail, certificate and log are in a temporary folder that goes with it.
public final class DovecotServer: Sendable {
    /// True where the program is.
    public static let isInstalled = FileManager.default.isExecutableFile(atPath: program)
    /// True where it can be given mail by LMTP (package dovecot-lmtpd).
    public static let takesMail =
        isInstalled && FileManager.default.isExecutableFile(atPath: "/usr/lib/dovecot/lmtp")

    /// `imaps://127.0.0.1:PORT`.
    public let url: String
    /// Where it takes mail by LMTP, each on disk before it is acknowledged; nil without
    /// ``takesMail``.
    public let lmtp: UInt16?
    /// The server's first process; those that deliver are its children.
    public var pid: Int32 { process.pid }
    /// The certificate of the authority that signed the server's.
    public let caFile: String
    /// Where a mail server asks whether a log-in is good (`smtpd_sasl_path = inet:127.0.0.1:PORT`).
    public let authPort: UInt16
    /// The one user.
    public static let user = "support"
    /// Of ``user``.
    public static let password = "trots-allt"
    /// An OAuth 2.0 access token of ``user`` (RFC 9068), in force until a moment.
    public static func token(until end: Date) -> String {
        let head = #"{"alg":"HS256","typ":"JWT"}"#
        let claims = #"{"sub":"\#(user)","exp":\#(Int(end.timeIntervalSince1970)),"iat":1}"#
        let content = [head, claims].map { base64url(Array($0.utf8)) }.joined(separator: ".")
        return content + "." + base64url(HMAC.sha256(Array(content.utf8), key: tokenSecret))
    }

    private static let tokenSecret = Array("only the tests know this secret".utf8)

    private static func base64url(_ octets: [UInt8]) -> String {
        Data(octets).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Nobody.
    private static let owner = 65_534
    private static let program = "/usr/sbin/dovecot"
    private let folder: TemporaryFolder
    private let process: LoopbackProcess

    /// Starts the server with an empty mailbox; it answers when this returns.
    public init() throws {
        folder = try TemporaryFolder("dovecot")
        let authority = try TestAuthority()
        caFile = folder.path("ca.pem")
        try FileManager.default.copyItem(atPath: authority.caFile, toPath: caFile)
        let certificate = try authority.serverCertificate(in: folder, names: "IP:127.0.0.1")
        // Dovecot serves nobody's mail as root; the suites are run by root.
        let owner: [FileAttributeKey: Any] = [
            .ownerAccountID: Self.owner, .groupOwnerAccountID: Self.owner,
        ]
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o711],
            ofItemAtPath: folder.url.path
        )
        for place in ["mail", "mail/new", "mail/cur", "mail/tmp"] {
            try FileManager.default.createDirectory(
                atPath: folder.path(place),
                withIntermediateDirectories: true
            )
            try FileManager.default.setAttributes(owner, ofItemAtPath: folder.path(place))
        }
        try Self.writeTokens(in: folder)
        var attempts = 0
        while true {
            attempts += 1
            let port = try freePort()
            let lmtp = Self.takesMail ? try freePort() : nil
            let authPort = try freePort()
            let file = try folder.write(
                Self.configuration(
                    folder,
                    port: port,
                    lmtp: lmtp,
                    authPort: authPort,
                    certificate
                ),
                to: "dovecot.conf"
            )
            let process = try LoopbackProcess(
                Self.program,
                ["-F", "-c", file],
                logPath: folder.path("output.log")
            )
            do {
                try process.waitUntilAnswering(on: [port] + (lmtp.map { [$0] } ?? []))
                self.process = process
                self.lmtp = lmtp
                self.authPort = authPort
                url = "imaps://127.0.0.1:\(port)"
                return
            } catch {
                // It ended at once: somebody may have taken the port in the meantime.
                guard attempts < 3, !process.isRunning else { throw error }
            }
        }
    }

    /// Puts a mail into the mailbox, as a delivery agent does.
    public func deliver(_ mail: [UInt8], named name: String) throws {
        let path = folder.path("mail/new/\(name)")
        let other = folder.path("mail/tmp/\(name)")
        try Data(mail).write(to: URL(filePath: other))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: other)
        try FileManager.default.moveItem(atPath: other, toPath: path)
    }

    /// The mails in a folder, whatever their flags; empty where there is no such folder.
    public func mails(in name: String?) throws -> [[UInt8]] {
        let place = name.map { "mail/.\($0)" } ?? "mail"
        return try ["new", "cur"].flatMap { part -> [[UInt8]] in
            let path = folder.path("\(place)/\(part)")
            guard FileManager.default.fileExists(atPath: path) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map {
                Array(try Data(contentsOf: URL(filePath: "\(path)/\($0)")))
            }
        }
    }

    /// What a token is checked by: no other server has to be asked.
    private static func writeTokens(in folder: TemporaryFolder) throws {
        let keys = try folder.folder("keys/default/HS256")
        try Data(tokenSecret).base64EncodedString()
            .write(toFile: "\(keys)/default", atomically: true, encoding: .utf8)
        try folder.write(
            """
            introspection_mode = local
            local_validation_key_dict = fs:posix:prefix=\(folder.path("keys"))/
            username_attribute = sub

            """,
            to: "oauth2.conf"
        )
    }

    /// Ends it before its time.
    public func stop() { process.stop() }

    private static func configuration(
        _ folder: TemporaryFolder,
        port: UInt16,
        lmtp: UInt16?,
        authPort: UInt16,
        _ certificate: TestAuthority.Certificate
    ) -> String {
        """
        base_dir = \(folder.path("run"))
        state_dir = \(folder.path("state"))
        log_path = \(folder.path("dovecot.log"))
        protocols = imap\(lmtp == nil ? "" : " lmtp")
        mail_fsync = always
        listen = 127.0.0.1
        ssl = required
        ssl_cert = <\(certificate.file)
        ssl_key = <\(certificate.keyFile)
        mail_location = maildir:\(folder.path("mail"))
        mail_uid = \(owner)
        mail_gid = \(owner)
        first_valid_uid = \(owner)
        first_valid_gid = \(owner)
        default_login_user = nobody
        default_internal_user = nobody
        default_internal_group = nogroup
        auth_mechanisms = plain xoauth2
        passdb {
          driver = oauth2
          mechanisms = xoauth2
          args = \(folder.path("oauth2.conf"))
        }
        passdb {
          driver = static
          args = password=\(password)
        }
        userdb {
          driver = static
          args = uid=\(owner) gid=\(owner) home=\(folder.path("mail"))
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = 0
          }
          inet_listener imaps {
            port = \(port)
            ssl = yes
          }
        }
        service auth {
          inet_listener {
            address = 127.0.0.1
            port = \(authPort)
          }
        }
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }
        \(lmtp.map(delivery) ?? "")

        """
    }

    /// The door for mail, without Dovecot's default bound of one recipient's mail at a time.
    private static func delivery(on port: UInt16) -> String {
        """
        lmtp_user_concurrency_limit = 0
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = \(port)
          }
        }
        """
    }
}
