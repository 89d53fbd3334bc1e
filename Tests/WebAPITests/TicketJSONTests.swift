import DeskAPI
import Foundation
import Testing

@testable import WebAPI

@Suite("A ticket's JSON")
struct TicketJSONTests {
    private func ticket(_ text: String, full: Bool) -> TicketBody {
        let moment = Timestamp(milliseconds: 1_793_606_400_123)
        return TicketBody(
            number: 1_042,
            subject: text,
            state: "open",
            kind: "question",
            category: "e-id",
            priority: "normal",
            channel: "email",
            queue: text,
            assignee: full ? text : nil,
            language: "sv",
            service: full ? text : nil,
            citizen: CitizenBody(name: full ? text : nil, email: full ? text : nil, phone: nil),
            symptom: SymptomBody(
                eId: full ? "bankid" : nil,
                codes: full ? ["RFA8", text] : [],
                device: nil,
                step: full ? text : nil
            ),
            createdAt: moment,
            updatedAt: moment,
            firstReplyAt: full ? moment : nil,
            resolvedAt: nil,
            due: DueBody(firstReplyAt: full ? moment : nil, resolutionAt: nil, overdue: full),
            outcome: nil,
            article: full ? text : nil,
            contacts: 3,
            suggestions: full
                ? [SuggestionBody(article: text, title: text, confidence: 0.9155)] : [],
            hold: full ? HoldBody(reason: text, staff: text, since: moment) : nil
        )
    }

    private let texts = [
        "Kan inte logga in", "åäö \u{1F600} عربى", "\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}",
        "\u{2028}\u{200b}", "", "</script>",
    ]

    /// The same members with the same values, null ones among them.
    private func object(_ data: Data) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: data) as? NSDictionary)
    }

    @Test("says what the general encoder says", arguments: [true, false])
    func agreement(full: Bool) throws {
        for text in texts {
            let body = ticket(text, full: full)
            #expect(try object(JSON.bytes(body)) == object(JSON.encoded(body)), "\(text)")
            let read = try JSONDecoder().decode(TicketBody.self, from: JSON.bytes(body))
            #expect(read == body)
            for next in [nil, "abc"] {
                let page = Page(items: [body, body], next: next)
                #expect(try object(JSON.bytes(page)) == object(JSON.encoded(page)))
            }
        }
        let empty = Page<TicketBody>(items: [], next: nil)
        #expect(String(decoding: JSON.bytes(empty), as: UTF8.self) == #"{"items":[],"next":null}"#)
    }
}
