import MailGateway

/// `HOST:PORT`, or `[IPv6]:PORT`.
struct HostPort: Equatable {
    var host: String
    var port: Int

    static let wanted = "must be HOST:PORT, like 127.0.0.1:8080"

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = port
    }
}

extension LMTPDoor.Listen {
    /// Reads `HOST:PORT` or `unix:/PATH`.
    init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            // A longer path does not fit into sockaddr_un.
            guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
            self = .unix(path: path)
        } else {
            guard let address = HostPort(text) else { return nil }
            self = .tcp(host: address.host, port: address.port)
        }
    }
}
