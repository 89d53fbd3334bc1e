import Cryptography
import Desk
import Directory
import Foundation
import KnowledgeBase
import Logging
import MailGateway
import MailProtocols
import NIOCore
import NIOPosix
import Storage
import WebAPI

// How the doors are read.
extension DaemonConfiguration {
    static func http(_ reader: inout SettingsReader) -> HTTPSettings? {
        let text = reader.text("http.listen") ?? "127.0.0.1:8080"
        let certificate = reader.existingFile("http.tls.certificate")
        let key = reader.existingFile("http.tls.key")
        let connections = reader.number("http.connections-max", default: 10_000, in: 1...100_000)
        let requests = reader.number("http.requests-max", default: 512, in: 1...10_000)
        let personal = reader.number("http.requests-per-person-max", default: 128, in: 1...10_000)
        let idle = reader.number("http.idle-seconds", default: 60, in: 1...3_600)
        let transfer = reader.number("http.transfer-seconds", default: 30, in: 1...3_600)
        let metrics = reader.word("http.metrics", default: MetricsPage.Audience.loopback)
        let access = HTTPAccess(&reader)
        let events = EventSettings(&reader)
        if (certificate == nil) != (key == nil) {
            reader.note("http.tls", nil, "needs both certificate and key, or neither")
        }
        reader.checkPair("http.tls.certificate", certificate, "http.tls.key", key)
        guard let address = HostPort(text) else {
            reader.note("http.listen", text, HostPort.wanted)
            return nil
        }
        return HTTPSettings(
            host: address.host,
            port: address.port,
            certificate: certificate,
            key: key,
            connectionsMax: connections,
            requestsMax: requests,
            requestsPerPersonMax: personal,
            idleTime: .seconds(Int64(idle)),
            transferTime: .seconds(Int64(transfer)),
            metrics: metrics,
            access: access,
            events: events
        )
    }

    static func lmtp(_ reader: inout SettingsReader) -> LMTPDoor.Listen? {
        let text = reader.text("lmtp.listen") ?? "127.0.0.1:2424"
        if let listen = LMTPDoor.Listen(text) { return listen }
        reader.note("lmtp.listen", text, "\(HostPort.wanted), or unix:/PATH")
        return nil
    }

    /// Notes doors that stand in each other's way, and letters that would come in by our own.
    static func compareDoors(
        _ http: HTTPSettings?,
        _ lmtp: LMTPDoor.Listen?,
        _ reader: inout SettingsReader
    ) {
        let web = http.map { HostPort(host: $0.host, port: $0.port) }
        var mail: HostPort?
        if case .tcp(let host, let port) = lmtp { mail = HostPort(host: host, port: port) }
        if let web, let mail, web.collides(with: mail) {
            reader.note("lmtp.listen", "\(mail.host):\(mail.port)", "must not be http.listen too")
        }
        let key = "mail.submission.url"
        guard let text = reader.text(key), let url = URL(string: text), let host = url.host()
        else { return }
        let server = HostPort(host: host, port: url.port ?? (url.scheme == "smtps" ? 465 : 25))
        guard [web, mail].contains(where: { $0?.isReached(by: server) == true })
        else { return }
        reader.note(key, text, "must be the mail server, not a door of the desk")
    }

    static func mail(_ reader: inout SettingsReader) -> MailGatewaySettings? {
        let wanted =
            "must be the address citizens write to, like support@example.org, without + and "
            + "with at most \(MailAddress.localBytesMax) characters before the @"
        let text = reader.text("mail.address")
        let name = reader.requiredText("mail.name", "must be the name citizens read")
        let trusted = reader.text("mail.trusted-authserv-id")
        let authorities = reader.existingFile("mail.smime-ca-file").flatMap { path in
            FileManager.default.contents(atPath: path).map { [UInt8]($0) }
        }
        if let authorities, Certificate(pem: authorities) == nil {
            reader.note("mail.smime-ca-file", nil, "must be a PEM file with certificates")
        }
        let limits = LMTPLimits(
            messageBytesMax: reader.number(
                "mail.message-bytes-max",
                default: 26_214_400,
                in: 1_024...104_857_600
            ),
            recipientsMax: reader.number("lmtp.recipients-max", default: 100, in: 1...1_000)
        )
        let connections = reader.number("lmtp.connections-max", default: 100, in: 1...10_000)
        let idle = reader.number("lmtp.idle-seconds", default: 300, in: 1...3_600)
        let message = reader.number("lmtp.message-seconds", default: 600, in: 1...3_600)
        let memory = reader.number(
            "lmtp.memory-bytes-max",
            default: 268_435_456,
            in: 1_048_576...17_179_869_184
        )
        if memory < limits.messageBytesMax {
            reader.note(
                "lmtp.memory-bytes-max",
                String(memory),
                "must be as large as mail.message-bytes-max at least, or no mail of that size comes in"
            )
        }
        guard let text, let address = MailAddress(text) else {
            reader.note("mail.address", text, wanted)
            return nil
        }
        return MailGatewaySettings(
            address: address,
            name: name,
            trustedAuthservID: trusted,
            connectionsMax: connections,
            idleTime: .seconds(Int64(idle)),
            messageTime: .seconds(Int64(message)),
            memoryBytesMax: memory,
            limits: limits,
            signatureAuthorities: authorities
        )
    }
}

extension MailGatewaySettings {
    /// In place of what could not be read.
    static var unread: Self {
        guard let address = MailAddress("desk@localhost") else {
            preconditionFailure("it is an address")
        }
        return Self(address: address, name: "")
    }
}
