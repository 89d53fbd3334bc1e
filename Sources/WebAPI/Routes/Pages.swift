import DeskAPI
import HTTPTypes
import Hummingbird

/// Answers a page of a list, with the way to the next one twice: for programs and for crawlers.
enum Pages {
    /// `next` is the list's name and the place after which the next page begins; nil on the last.
    static func answer<Item: Codable & Sendable>(
        _ items: [Item],
        next: (list: String, place: some CustomStringConvertible)?,
        of request: Request
    ) -> Response {
        guard let next else { return JSON.answer(Page(items: items, next: nil)) }
        let cursor = Query.cursor(of: next.list, after: next.place)
        var parameters = (request.uri.query ?? "")
            .split(separator: "&")
            .filter { !$0.hasPrefix("cursor=") }
            .map(String.init)
        parameters.append("cursor=\(cursor)")
        let target = "\(request.uri.path)?\(parameters.joined(separator: "&"))"
        // RFC 8288 §3.5.
        let link: HTTPFields = [HTTPField.Name(known: "Link"): "<\(target)>; rel=\"next\""]
        return JSON.answer(Page(items: items, next: cursor), headers: link)
    }
}
