import DeskTesting
import Testing

@testable import Switchboard

@Suite("How it stands with the telephone system")
struct TrunkStatusTests {
    @Test(
        "is logged when it changes, and not each time that it is asked",
        arguments: [
            ([.probed(status: nil), .probed(status: 200)], 2),
            ([.registered(false, status: nil), .registered(false, status: 403)], 2),
            ([.registered(true, status: 200), .registered(false, status: 503)], 2),
            ([.unreachable("a:5060", reason: "refused")], 1),
            ([.unwatched("anna", status: nil), .unwatched("bo", status: 489)], 2),
        ] as [([TrunkNotice], Int)]
    )
    func changes(_ notices: [TrunkNotice], lines: Int) {
        let (status, log) = (TrunkStatus(), LogRecord())
        for notice in notices {
            for _ in 0..<3 { status.note(notice, log.logger) }
        }
        #expect(log.lines.count == lines, "\(log.text)")
    }
}
