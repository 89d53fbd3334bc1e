import Desk
import SIPProtocol
import Testing

@testable import Switchboard

@Suite("A telephone that is watched")
struct DialogWatchTests {
    private var watch = DialogWatch(staff: "anna", line: "4101")

    /// A document of calls: id, state, and more attributes of each.
    private static func info(
        _ version: Int,
        _ dialogs: (id: String, state: String, more: String)...,
        isFull: Bool = true
    ) throws -> SIPDialogInfo {
        let text = dialogs.map { dialog in
            """
            <dialog id="\(dialog.id)" \(dialog.more)><state>\(dialog.state)</state>
            <remote><identity>sip:+46701740605@pbx.example.org</identity></remote></dialog>
            """
        }
        let state = isFull ? "full" : "partial"
        let document = """
            <?xml version="1.0"?>
            <dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="\(version)"
            state="\(state)" entity="sip:4101@pbx.example.org">\(text.joined())</dialog-info>
            """
        return try #require(SIPDialogInfo(Array(document.utf8)))
    }

    private mutating func events(_ info: SIPDialogInfo) -> [String] {
        watch.receive(info, isOurs: { $0 == "ours" }).events.map {
            "\($0.kind) \($0.callID) \($0.direction.rawValue) \($0.from ?? "") \($0.to ?? "") \($0.cause ?? "")"
        }
    }

    @Test("tells a call when it comes, is answered, and ends, each once")
    mutating func incoming() throws {
        let more = "call-id=\"c\" direction=\"recipient\""
        let name = "dialog:4101:c in +46701740605 4101 "
        #expect(try events(Self.info(0)) == [])
        #expect(try events(Self.info(1, ("1", "trying", more))) == ["newCall \(name)"])
        #expect(try events(Self.info(2, ("1", "early", more))) == [])
        #expect(try events(Self.info(3, ("1", "confirmed", more))) == ["answer \(name)"])
        #expect(try events(Self.info(4, ("1", "confirmed", more))) == [])
        #expect(try events(Self.info(5, ("1", "terminated", more))) == ["hangup \(name)"])
        #expect(try events(Self.info(6, ("1", "terminated", more))) == [])
    }

    @Test("has calls whose names begin alike, however long and odd its line is")
    mutating func longLine() throws {
        watch = DialogWatch(staff: nil, line: "41\u{7}" + String(repeating: "1", count: 200))
        let more = "call-id=\"c\" direction=\"recipient\""
        let outcome = watch.receive(try Self.info(0, ("1", "trying", more)), isOurs: { _ in false })
        let name = try #require(outcome.events.first?.callID)
        #expect(outcome.present == [name])
        #expect(name.hasPrefix(watch.prefix))
    }

    @Test("tells who was called by it, and calls that its system gives no names")
    mutating func outgoing() throws {
        let more = "direction=\"initiator\""
        #expect(
            try events(Self.info(0, ("7", "confirmed", more))) == [
                "newCall dialog:4101:7 out 4101 +46701740605 ",
                "answer dialog:4101:7 out 4101 +46701740605 ",
            ]
        )
    }

    @Test("says nothing of calls that pass the desk, nor of those that were over before")
    mutating func ours() throws {
        let more = "call-id=\"ours\""
        for (version, state) in ["trying", "confirmed", "terminated"].enumerated() {
            #expect(try events(Self.info(version, ("1", state, more))) == [])
        }
        #expect(try events(Self.info(3, ("2", "terminated", "call-id=\"c\""))) == [])
        #expect(try events(Self.info(4, ("1", "confirmed", more))) == [])
        #expect(try events(Self.info(5)) == [])
    }

    @Test("begins no call anew that was told to be over, but another under the same id")
    mutating func lateStates() throws {
        let more = "call-id=\"c\" direction=\"recipient\""
        let name = "dialog:4101:c in +46701740605 4101 "
        #expect(try events(Self.info(0, ("1", "early", more))) == ["newCall \(name)"])
        #expect(try events(Self.info(1, ("1", "terminated", more))) == ["hangup \(name)"])
        #expect(try events(Self.info(2, ("1", "confirmed", more))) == [])
        // Its end came before anything else of it.
        let other = "call-id=\"d\" direction=\"recipient\""
        #expect(try events(Self.info(3, ("2", "terminated", other))) == [])
        #expect(try events(Self.info(4, ("2", "early", other))) == [])
        #expect(
            try events(Self.info(5, ("1", "early", "call-id=\"e\" direction=\"recipient\"")))
                == ["newCall dialog:4101:e in +46701740605 4101 "]
        )
    }

    @Test("ends what a whole state leaves out, and asks for it when a part was lost")
    mutating func gaps() throws {
        let more = "call-id=\"c\" direction=\"recipient\""
        var outcome = watch.receive(try Self.info(3, ("1", "early", more)), isOurs: { _ in false })
        #expect(outcome.present == ["dialog:4101:c"])
        #expect(!outcome.hasGap)
        // Twice, and one of before.
        for version in [3, 2] {
            #expect(
                watch.receive(
                    try Self.info(version, ("1", "confirmed", more)),
                    isOurs: { _ in false }
                ) == DialogWatch.Outcome()
            )
        }
        outcome = watch.receive(try Self.info(4, isFull: false), isOurs: { _ in false })
        #expect(outcome == DialogWatch.Outcome())
        outcome = watch.receive(
            try Self.info(6, ("2", "early", "call-id=\"d\""), isFull: false),
            isOurs: { _ in false }
        )
        #expect(outcome.hasGap)
        #expect(outcome.events.map(\.kind) == [.newCall])
        outcome = watch.receive(try Self.info(7, ("2", "early", "")), isOurs: { _ in false })
        #expect(outcome.events.map(\.callID) == ["dialog:4101:c"])
        #expect(outcome.events.map(\.kind) == [.hangup])
        #expect(outcome.present == nil)
        // A new subscription counts from the beginning, and its first document should be whole.
        watch.beginAnew()
        outcome = watch.receive(try Self.info(0, isFull: false), isOurs: { _ in false })
        #expect(outcome.hasGap)
        #expect(outcome.present == nil)
        // The whole that was asked for says which calls there are, as a first one does.
        outcome = watch.receive(try Self.info(1), isOurs: { _ in false })
        #expect(outcome.present == [])
    }

    @Test("is bounded, however many calls its system makes up")
    mutating func bounds() throws {
        func many(_ version: Int, _ first: Int) throws -> SIPDialogInfo {
            var info = try Self.info(version, isFull: false)
            info.dialogs = (first..<(first + SIPDialogInfo.dialogsMax)).map {
                SIPDialogInfo.Dialog(id: "\($0)", state: .early)
            }
            return info
        }
        _ = try events(Self.info(0))
        #expect(try events(many(1, 0)).count == SIPDialogInfo.dialogsMax)
        #expect(try events(many(2, 1_000)).isEmpty)
        var info = try Self.info(3)
        info.dialogs = [
            SIPDialogInfo.Dialog(id: "x", callID: String(repeating: "å", count: 999), state: .early)
        ]
        let long = watch.receive(info, isOurs: { _ in false }).events.last
        #expect((long?.callID.count ?? 999) <= 200)
        // As many that are over are known as may be on.
        info.dialogs = (0...SIPDialogInfo.dialogsMax).map {
            SIPDialogInfo.Dialog(id: "\($0)", callID: "c", state: .terminated)
        }
        info.version += 1
        _ = watch.receive(info, isOurs: { _ in false })
        for (id, isKnown) in [("0", false), ("1", true)] {
            info.version += 1
            info.dialogs = [SIPDialogInfo.Dialog(id: id, callID: "c", state: .early)]
            let events = watch.receive(info, isOurs: { _ in false }).events
            #expect(events.contains { $0.kind == .newCall } != isKnown)
        }
    }

    @Test("is heard again when what is told of it begins anew, with versions of its own")
    func beginsAnew() throws {
        var exchange = try TestExchange([("asa", .rings)], clerks: [])
        try exchange.watch("asa")
        func told(_ version: Int, _ call: String) -> SIPEvent {
            let document = """
                <dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="\(version)"
                state="full" entity="sip:asa@192.0.2.20"><dialog id="\(call)"><state>early</state>
                </dialog></dialog-info>
                """
            return .notified(subscription: 0, body: Array(document.utf8))
        }
        func heard() -> [CallFact] {
            exchange.takeFacts().filter { if case .watched = $0 { true } else { false } }
        }
        exchange.tell(told(7, "a"))
        #expect(heard().count == 1)
        exchange.tell(.subscriptionBeginsAnew(subscription: 0))
        exchange.tell(told(0, "b"))
        // The new call, and the end of the other.
        #expect(heard().count == 2)
    }
}
