import DeskAPI
import Foundation

/// The person at the terminal: asks through the client, and is shown the answer.
struct Clerk: Sendable {
    let client: DeskClient
    let surroundings: Surroundings
    let wantsJSON: Bool
    /// Whether a long answer may be shown in a pager.
    var mayPage = true

    var reader: Reader { surroundings.reader }

    /// Shows an answer: its bytes as they came, or what they say.
    func show<Body: Decodable>(
        _ answer: DeskAnswer,
        as type: Body.Type,
        _ sheet: (Body) -> Sheet
    ) throws(CommandFailure) {
        if wantsJSON { return try write(answer) }
        try show(sheet(try answer.decoded(as: type)))
    }

    /// Shows the one part of an answer that is never shown again.
    func showSecret<Body: Decodable>(
        _ answer: DeskAnswer,
        as type: Body.Type,
        _ secret: (Body) -> String?
    ) throws(CommandFailure) {
        if wantsJSON { return try write(answer) }
        guard let secret = secret(try answer.decoded(as: type)) else { throw .notUnderstood }
        try show(Sheet(secret))
    }

    /// Shows what was made of one answer or of several; in a pager what a screen does not hold.
    func show(_ sheet: Sheet) throws(CommandFailure) {
        let colour = surroundings.hasColour(on: surroundings.output)
        let text = Data(sheet.text(colour: colour).utf8)
        if mayPage, let screen = surroundings.screen,
            sheet.rows(width: screen.columns) >= screen.rows,
            let pager = Pager(surroundings), pager.show(text)
        {
            return
        }
        try Descriptor.write(text, to: surroundings.output)
    }

    /// Writes an answer's bytes; on a terminal nothing of it steers that, and the prompt still begins
    /// on a line of its own.
    func write(_ answer: DeskAnswer, endingLine: Bool = false) throws(CommandFailure) {
        let isSeen = isatty(surroundings.output) == 1
        try Descriptor.write(isSeen ? answer.shown : answer.body, to: surroundings.output)
        let wantsEnd = endingLine || isSeen
        guard wantsEnd, !answer.body.isEmpty, answer.body.last != 0x0A else { return }
        try Descriptor.write(Data("\n".utf8), to: surroundings.output)
    }

    /// Says something beside the answer.
    func remark(_ phrase: Phrase) throws(CommandFailure) {
        let text = Sheet(phrase.text(in: surroundings.language)).text(colour: false)
        try Descriptor.write(Data(text.utf8), to: surroundings.errors)
    }
}

extension Clerk {
    /// Who the token belongs to.
    func me() async throws(CommandFailure) -> StaffBody {
        try await client.send(.get("session")).decoded(as: SessionBody.self).staff
    }

    /// Follows the cursors until there is enough or nothing left, page by page.
    ///
    /// - Returns: true when there is more than was asked for.
    /// - Throws: ``CommandFailure/unavailable(_:)`` when a cursor leads back to where it was before,
    ///   or the pages have no end.
    func pages<Item: Codable & Sendable>(
        of request: DeskRequest,
        as type: Item.Type,
        atMost itemsMax: Int?,
        _ each: (DeskAnswer, [Item]) throws(CommandFailure) -> Void
    ) async throws(CommandFailure) -> Bool {
        var left = itemsMax ?? Int.max
        var cursor: String?
        var seen: Set<String> = []
        repeat {
            let limit = "\(min(left, Self.pageItemsMax))"
            let answer = try await client.send(
                request.asking("limit", limit).asking("cursor", cursor)
            )
            let page = try answer.decoded(as: Page<Item>.self)
            try each(answer, page.items)
            left -= page.items.count
            guard let next = page.next else { return false }
            // A page may be empty and not the last: the server looks through so much at a time.
            guard next.utf8.count <= Self.cursorOctetsMax, seen.insert(next).inserted,
                seen.count < Self.pagesMax
            else { throw .endless }
            cursor = next
        } while left > 0
        return true
    }

    /// Every item of a list.
    func all<Item: Codable & Sendable>(
        of request: DeskRequest,
        as type: Item.Type
    ) async throws(CommandFailure) -> [Item] {
        var items: [Item] = []
        _ = try await pages(of: request, as: type, atMost: nil) { items += $1 }
        return items
    }

    /// Shows a whole list; as JSON one page a line.
    func showAll<Item: Codable & Sendable>(
        of request: DeskRequest,
        as type: Item.Type,
        _ sheet: ([Item]) -> Sheet
    ) async throws(CommandFailure) {
        try await showPages(of: request, as: type, atMost: nil) { items, _ in sheet(items) }
    }

    /// Shows the beginning of a list; as JSON one page a line.
    func showPages<Item: Codable & Sendable>(
        of request: DeskRequest,
        as type: Item.Type,
        atMost itemsMax: Int?,
        _ sheet: ([Item], _ hasMore: Bool) -> Sheet
    ) async throws(CommandFailure) {
        var items: [Item] = []
        var last: DeskAnswer?
        var progress = Progress(surroundings)
        let hasMore: Bool
        do {
            defer { progress.end() }
            hasMore = try await pages(of: request, as: type, atMost: itemsMax) {
                (answer, page) throws(CommandFailure) in
                if !items.isEmpty {
                    progress.show(reader.say("Hämtar … ", "Fetching … ") + "\(items.count)")
                }
                guard wantsJSON else {
                    items += page
                    return
                }
                if let last { try write(last, endingLine: true) }
                last = answer
            }
        }
        guard wantsJSON else { return try show(sheet(items, hasMore)) }
        if let last { try write(last) }
    }

    private static let pageItemsMax = 100
    /// Two million tickets; no desk has more.
    static let pagesMax = 20_000
    private static let cursorOctetsMax = 4_096
}

extension CommandFailure {
    /// A list that has no end.
    static let endless = CommandFailure.unavailable(
        Phrase(
            "Servern bläddrar i cirkel; listan är inte hel.",
            "The server pages in a circle; the list is not whole."
        )
    )
}
