import Foundation
import NIOHTTP1

/// A good answer, as it came.
struct DeskAnswer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    /// What `--json` prints, unchanged.
    var body: Data
}

extension DeskAnswer {
    /// The ticket's version (RFC 9110 §8.8.3).
    var tag: String? { headers.first(name: "ETag") }

    /// The name under which the server would save the body: data, not yet fit for a file.
    var proposedName: String? {
        headers.first(name: "Content-Disposition").flatMap { DispositionName.of($0) }
    }

    /// What the server says that the body is, in lower case and without parameters; nil for nothing.
    var mediaType: String? {
        headers.first(name: "Content-Type").map { header in
            header.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        }
    }

    /// The body as it may stand on a terminal.
    var shown: Data {
        mediaType == "application/json" ? SafeText.json(body) : SafeText.page(body)
    }

    /// Reads the body as what the API promises.
    ///
    /// - Throws: ``CommandFailure/unavailable(_:)``: what answered is no helpdesk, or a newer one.
    func decoded<Body: Decodable>(as type: Body.Type) throws(CommandFailure) -> Body {
        do {
            return try JSONDecoder().decode(type, from: body)
        } catch {
            throw .notUnderstood
        }
    }
}

extension CommandFailure {
    /// What answered is no helpdesk, or a newer one.
    static let notUnderstood = CommandFailure.unavailable(
        Phrase(
            "Servern svarade något som helpdesk inte förstår. Kontrollera adressen, och om"
                + " programmet är för gammalt.",
            "The server answered something that helpdesk does not understand. Check the address,"
                + " and whether this program is too old."
        )
    )
}
