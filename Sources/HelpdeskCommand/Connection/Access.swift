import DeskAPI
import Foundation

/// The server to speak to and what proves who we are.
struct Access: Sendable, Equatable {
    var server: ServerAddress
    /// Nil while logging in.
    var token: String?
    /// True when the token is the one in the session file, so that logging out removes it there.
    var isStored: Bool
    var caFile: String?
}

extension Access {
    /// Puts the session file and the environment together.
    ///
    /// `HELPDESK_SERVER` and `HELPDESK_TOKEN` win over the file, but the file's token goes only to
    /// the server that gave it: another address in the environment must not be able to collect it.
    static func found(
        stored: StoredSession?,
        surroundings: Surroundings,
        options: ConnectionOptions
    ) throws(CommandFailure) -> Access {
        guard let name = surroundings.variable("HELPDESK_SERVER") ?? stored?.server else {
            throw .notPermitted(nobody)
        }
        let server = try ServerAddress(name)
        try options.checkWire(to: server)
        let caFile =
            options.caFile ?? surroundings.variable("HELPDESK_CA_FILE") ?? stored?.caFile
        if let token = surroundings.variable("HELPDESK_TOKEN") {
            let token = try proper(token)
            return Access(server: server, token: token, isStored: false, caFile: caFile)
        }
        guard let stored, try ServerAddress(stored.server) == server else {
            throw .notPermitted(elsewhere(server))
        }
        guard stored.expiresAt.date > surroundings.now else {
            throw .notPermitted(expired(stored.expiresAt, for: surroundings.reader))
        }
        let token = try proper(stored.token)
        return Access(server: server, token: token, isStored: true, caFile: caFile)
    }

    /// A token as RFC 6750 §2.1 writes it; anything else could not stand in a header.
    private static func proper(_ text: String) throws(CommandFailure) -> String {
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let isProper = token.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~+/=".utf8.contains(byte)
            }
        }
        guard isProper, !token.isEmpty else {
            throw .badConfiguration(
                Phrase(
                    "HELPDESK_TOKEN eller sessionsfilen innehåller något som inte kan vara en"
                        + " nyckel. Kör helpdesk login.",
                    "HELPDESK_TOKEN or the session file holds something that cannot be a token."
                        + " Run helpdesk login."
                )
            )
        }
        return token
    }

    private static let nobody = Phrase(
        "Du är inte inloggad. Kör helpdesk login --server URL.",
        "You are not logged in. Run helpdesk login --server URL."
    )

    private static func elsewhere(_ server: ServerAddress) -> Phrase {
        Phrase(
            "Du är inte inloggad på \(server). Kör helpdesk login --server \(server).",
            "You are not logged in to \(server). Run helpdesk login --server \(server)."
        )
    }

    private static func expired(_ moment: Timestamp, for reader: Reader) -> Phrase {
        let when = reader.moment(moment, .full)
        return Phrase(
            "Inloggningen gick ut \(when). Kör helpdesk login.",
            "The session ended \(when). Run helpdesk login."
        )
    }
}

extension ConnectionOptions {
    /// Refuses to send a password or a token readable over a network.
    func checkWire(to server: ServerAddress) throws(CommandFailure) {
        guard server.isEncrypted || server.isLoopback || insecureHTTP else {
            throw .notPermitted(
                Phrase(
                    "\(server) är okrypterad, så vem som helst på vägen kan läsa med. Använd"
                        + " https, eller --insecure-http om nätet är ditt.",
                    "\(server) is not encrypted, so anybody on the way can read along. Use"
                        + " https, or --insecure-http if the network is yours."
                )
            )
        }
    }
}
