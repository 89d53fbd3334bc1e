import Testing

@testable import MailGateway
@testable import MailProtocols

@Suite("Mail that could not be fetched")
struct UnfetchedMailTests {
    private let start = ContinuousClock.now

    @Test("is tried again after a while, behind the others, and later each time")
    func pauses() {
        let names = (1...3).map { IMAPMailbox.MessageName(validity: 1, uid: $0) }
        var mail = UnfetchedMail()
        mail.note(names[0], at: start)
        #expect(mail.due(among: names, at: start) == [names[1], names[2]])
        let later = start + UnfetchedMail.pauseMin
        #expect(mail.due(among: names, at: later) == [names[1], names[2], names[0]])
        mail.note(names[0], at: later)
        #expect(mail.due(among: names, at: later + UnfetchedMail.pauseMin).count == 2)
        #expect(mail.due(among: names, at: later + UnfetchedMail.pauseMin * 2).count == 3)
        for _ in 0..<100 { mail.note(names[0], at: later) }
        #expect(mail.due(among: names, at: later + UnfetchedMail.pauseMax).count == 3)
    }

    @Test("waits no longer for having waited out an hour without a desk")
    func postponed() {
        let name = IMAPMailbox.MessageName(validity: 1, uid: 1)
        var mail = UnfetchedMail()
        for minute in 0..<60 { mail.postpone(name, at: start + .seconds(60 * minute)) }
        let end = start + .seconds(59 * 60) + UnfetchedMail.pauseMin
        #expect(mail.due(among: [name], at: end - .seconds(1)).isEmpty)
        #expect(mail.due(among: [name], at: end) == [name])
        // Nor does the first failure of its own count for more.
        mail.note(name, at: end)
        #expect(mail.due(among: [name], at: end + UnfetchedMail.pauseMin) == [name])
    }

    @Test("is forgotten once it waits no more")
    func forgotten() {
        let names = (1...2).map { IMAPMailbox.MessageName(validity: 1, uid: $0) }
        var mail = UnfetchedMail()
        for name in names { mail.note(name, at: start) }
        #expect(mail.due(among: [names[1]], at: start).isEmpty)
        #expect(mail.count == 1)
        #expect(mail.due(among: names, at: start) == [names[0]])
    }
}
