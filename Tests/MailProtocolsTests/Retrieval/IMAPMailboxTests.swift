import Testing

@testable import MailProtocols

@Suite("A folder of which the server says how many messages it has")
struct IMAPMailboxTests {
    @Test("is looked through so far and no further when nothing in it waits")
    func endless() throws {
        let most = IMAPMailbox.messagesLookedThrough
        var asked = 0
        let look = { (count: Int) throws(IMAPMailbox.Failure) in
            asked = 0
            return try IMAPMailbox.uids(among: count, atMost: 20) { range in
                asked += range.count
                return []
            }
        }
        // A million connections, if it were believed.
        let failure = #expect(throws: IMAPMailbox.Failure.self) { try look(4_294_967_295) }
        #expect(failure?.detail.contains("marked as deleted") == true)
        #expect(asked == most)
        #expect(throws: IMAPMailbox.Failure.self) { try look(most + 1) }
        #expect(asked == most)
        #expect(try look(most).isEmpty)
        #expect(asked == most)
    }

    @Test("is looked through no further than as many as were asked for")
    func enough() throws {
        var ranges: [ClosedRange<Int>] = []
        let found = try IMAPMailbox.uids(among: 4_294_967_295, atMost: 3) { range in
            ranges.append(range)
            return ranges.count == 2 ? [9, 7, 8, 6] : []
        }
        #expect(found == [6, 7, 8])
        #expect(ranges == [1...500, 501...1_000])
    }
}
