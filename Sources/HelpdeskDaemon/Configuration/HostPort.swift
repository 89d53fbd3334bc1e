import Foundation
import MailGateway

/// `HOST:PORT`, or `[IPv6]:PORT`.
struct HostPort: Equatable {
    var host: String
    var port: Int

    static let wanted = "must be HOST:PORT, like 127.0.0.1:8080"

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

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

extension HostPort {
    /// True when both cannot be listened at.
    ///
    /// Port 0 is one that the kernel chooses: no two are the same.
    func collides(with other: HostPort) -> Bool {
        guard port == other.port, port != 0 else { return false }
        let places = [place, other.place]
        return places[0] == places[1] || places.contains("*")
    }

    /// True when whoever goes to `target` comes to this door.
    func isReached(by target: HostPort) -> Bool {
        guard port == target.port else { return false }
        return place == target.place || place == "*" && target.place == "127.0.0.1"
    }

    /// What the host says of where it is; `*` for every address of this machine.
    private var place: String {
        switch host.lowercased() {
        case "0.0.0.0", "::": "*"
        case "localhost", "::1": "127.0.0.1"
        case let other: other
        }
    }
}

extension URL {
    /// False when it names a port that nothing can be reached at (RFC 6335 §6: 1…65 535).
    var hasUsablePort: Bool { port.map { (1...65_535).contains($0) } ?? true }
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
