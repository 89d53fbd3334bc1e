import Foundation

extension PostfixServer {
    static func makeFolders(_ folder: TemporaryFolder) throws {
        guard let postfix = getpwnam("postfix").map({ $0.pointee.pw_uid }),
            let nobody = getpwnam("nobody").map({ ($0.pointee.pw_uid, $0.pointee.pw_gid) })
        else {
            throw LoopbackError.notStarted(program: "postfix", reason: "no such user")
        }
        // Postfix's programs run as its own user and must get at their queue.
        try require(chmod(folder.path, 0o755))
        try folder.folder("conf")
        try require(chmod(try folder.folder("queue"), 0o755))
        try require(chown(try folder.folder("data"), postfix, 0))
        try require(chown(try folder.folder("mail"), nobody.0, nobody.1))
    }

    /// Says where the desk's mail goes; Postfix reads it again at `reload`.
    static func writeMap(_ doors: [String: Door], _ folder: TemporaryFolder) throws {
        let lines = doors.sorted { $0.key < $1.key }.map { address, door in
            switch door {
            case .port(let port): "\(address) lmtp:inet:127.0.0.1:\(port)\n"
            case .socket(let path): "\(address) lmtp:unix:\(path)\n"
            }
        }
        try folder.write(lines.joined(), to: "conf/transport", mode: 0o644)
    }

    static func writeMain(
        _ deskAddress: String,
        _ settings: [String],
        _ others: [String],
        _ folder: TemporaryFolder
    ) throws {
        let desks = [deskAddress] + others
        let domains = desks.map { $0.split(separator: "@").last ?? "" }
        let deskDomain = domains[0]
        let known = desks.map { "{ \($0) = ok }" }.joined(separator: " ")
        let here = folder.path
        let lines = [
            "compatibility_level = 3.6",
            "queue_directory = \(here)/queue", "data_directory = \(here)/data",
            "command_directory = /usr/sbin", "daemon_directory = /usr/lib/postfix/sbin",
            "maillog_file = \(here)/mail.log", "maillog_file_prefixes = \(here)",
            "myhostname = mx.\(deskDomain)", "myorigin = \(citizenDomain)", "mydestination =",
            "inet_interfaces = 127.0.0.1", "inet_protocols = ipv4", "mynetworks = 127.0.0.1/32",
            // Who may write: this machine. To whom: the desk and the citizens.
            "smtpd_client_restrictions = permit_mynetworks, reject",
            "smtpd_relay_restrictions = reject_unauth_destination",
            // As strangers' mail: what a sender left out of the header stays out.
            "local_header_rewrite_clients =",
            "smtpd_peername_lookup = no", "smtp_dns_support_level = disabled",
            "default_transport = error:5.1.2 no mail leaves this machine",
            "alias_maps =", "alias_database =", "local_recipient_maps =", "notify_classes =",
            "relay_domains = \(domains.joined(separator: " "))",
            "relay_recipient_maps = inline:{ \(known) }",
            "relay_transport = error:5.1.1 no such recipient here",
            "recipient_delimiter = +", "transport_maps = texthash:\(here)/conf/transport",
            "virtual_mailbox_domains = \(citizenDomain)", "virtual_mailbox_base = \(here)/mail",
            "virtual_mailbox_maps = static:all/",
            "virtual_uid_maps = static:65534", "virtual_gid_maps = static:65534",
            "message_size_limit = 52428800", "mailbox_size_limit = 0", "virtual_mailbox_limit = 0",
            "smtputf8_enable = yes",
            // Deferred mail is tried again within a second or five, not within minutes.
            "minimal_backoff_time = 1s", "maximal_backoff_time = 5s", "queue_run_delay = 1s",
            "transport_retry_time = 1s", "lmtp_connect_timeout = 5s", "in_flow_delay = 0",
        ]
        let text = (lines + settings).joined(separator: "\n") + "\n"
        try folder.write(text, to: "conf/main.cf", mode: 0o644)
    }

    /// The services, none of them in a chroot; no SMTP client is among them.
    static func writeMaster(
        _ port: UInt16,
        _ more: [String],
        _ folder: TemporaryFolder
    ) throws {
        let services = """
            127.0.0.1:\(port) inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 1 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual
            lmtp unix - - n - - lmtp
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            tlsmgr unix - - n 1000? 1 tlsmgr
            postlog unix-dgram n - n - 1 postlogd

            """
        let all = services + more.map { "\($0)\n" }.joined()
        try folder.write(all, to: "conf/master.cf", mode: 0o644)
    }

    private static func require(_ result: Int32) throws {
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
