import Cryptography
import Desk
import DeskTesting
import Foundation
import Synchronization
import Testing

@Suite("Sessions")
struct SessionTests {
    private static let kinds = StoreKind.available

    @Test("end when nobody uses them, to the second", arguments: kinds)
    func idle(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (used, _) = try await house.desk.signIn("ada")
            let (unused, _) = try await house.desk.signIn("ada")
            house.clock.advance(by: 7_199)
            #expect(try await house.desk.session(for: used) != nil)
            // Who only listens does not use it.
            #expect(try await house.desk.session(for: unused, isNoted: false) != nil)
            house.clock.advance(by: 1)
            #expect(try await house.desk.session(for: unused) == nil)
            #expect(try await house.desk.session(for: used) != nil)
        }
    }

    @Test("tell their owner where they were opened, and end at the owner's wish", arguments: kinds)
    func own(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (here, _) = try await house.desk.signIn("ada", from: "192.0.2.7")
            house.clock.advance(by: 1)
            let (there, _) = try await house.desk.signIn("ada", from: "198.51.100.1")
            let (other, _) = try await house.desk.signIn("grace")
            let mine = try await house.desk.sessions(of: .ada)
            #expect(mine.map(\.session.address) == ["198.51.100.1", "192.0.2.7"])
            #expect(mine.map(\.token) == [there.digest, here.digest])
            let lost = try #require(mine.first?.id)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.endSession(lost, of: .grace)
            }
            try await house.desk.endSession(lost, of: .ada)
            #expect(try await house.desk.session(for: there) == nil)
            #expect(try await house.desk.session(for: here) != nil)
            #expect(try await house.desk.session(for: other) != nil)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.endSession(lost, of: .ada)
            }
        }
    }

    @Test("end all but one", arguments: kinds)
    func others(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var tokens: [SessionToken] = []
            for _ in 0..<3 { tokens.append(try await house.desk.signIn("ada").token) }
            let ended = try await house.desk.endOtherSessions(than: tokens[1], of: .ada)
            #expect(ended == 2)
            var open: [Bool] = []
            for token in tokens { open.append(try await house.desk.session(for: token) != nil) }
            #expect(open == [false, true, false])
        }
    }

    @Test("of one person are a hundred at most: the oldest makes room")
    func max() async throws {
        try await withDesk { house in
            var tokens: [SessionToken] = []
            for _ in 0..<101 {
                tokens.append(try await house.desk.signIn("ada").token)
                house.clock.advance(by: 0.001)
            }
            #expect(try await house.desk.sessions(of: .ada).count == 100)
            #expect(try await house.desk.session(for: tokens[0]) == nil)
            #expect(try await house.desk.session(for: tokens[1]) != nil)
        }
    }

    @Test("are in the record from their beginning to their end", arguments: kinds)
    func record(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (token, _) = try await house.desk.signIn("ada", from: "192.0.2.7")
            try await house.desk.signOut(token)
            try await house.desk.signOut(token)
            let records = try await house.desk.allAccessRecords()
            #expect(records.map(\.outcome) == [.accepted, .signedOut])
            #expect(records.allSatisfy { $0.staff == "ada" && $0.means == .directory })
        }
    }

    @Test("show the record to auditors, page by page, and to nobody else")
    func readingTheRecord() async throws {
        try await withDesk { house in
            for user in ["ada", "grace", "ada"] { _ = try await house.desk.signIn(user) }
            let (page, hasMore) = try await house.desk.accessRecords(
                of: nil,
                before: nil,
                limit: 2,
                as: .rut
            )
            #expect(page.map(\.record.staff) == ["ada", "grace"])
            #expect(hasMore)
            let (rest, isMore) = try await house.desk.accessRecords(
                of: "Ada",
                before: page.last?.id,
                limit: 2,
                as: .rut
            )
            #expect(rest.map(\.record.staff) == ["ada"])
            #expect(!isMore)
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.accessRecords(of: nil, before: nil, limit: 2, as: .ada)
            }
        }
    }
}

@Suite("A review of the open sessions")
struct SessionReviewTests {
    private static let kinds = StoreKind.available

    @Test(
        "ends those of people who left, and changes those of people who changed",
        arguments: kinds
    )
    func review(on kind: StoreKind) async throws {
        let staff = ChangingStaff()
        try await withDesk(on: kind, directory: staff) { house in
            let ada = try await house.desk.signIn("ada").token
            let grace = try await house.desk.signIn("grace").token
            let stig = try await house.desk.signIn("stig").token
            staff.change("grace", to: nil)
            var leader = StaffIdentity.stig
            leader.roles = [.supervisor]
            leader.phone = "+46 8 1"
            staff.change("stig", to: leader)
            let review = try await house.desk.reviewSessions(by: staff)
            #expect(review.kept == [.ada])
            #expect(review.changed == [leader])
            #expect(review.removed == [.grace])
            #expect(try await house.desk.session(for: grace) != nil, "a review changes nothing")
            try await house.desk.carryOut(review)
            #expect(try await house.desk.session(for: ada)?.staff == .ada)
            #expect(try await house.desk.session(for: grace) == nil)
            #expect(try await house.desk.session(for: stig)?.staff == leader)
            let last = try await house.desk.allAccessRecords().suffix(2)
            #expect(last.map(\.outcome) == [.changed, .removed])
        }
    }

    /// They take calls from now on.
    private func takeCalls(_ people: [StaffIdentity], in house: TestDesk) async throws {
        let moment = house.clock.now
        try await house.store.write { transaction throws(DeskError) in
            for person in people {
                try transaction.save(
                    Duty(
                        staff: person.id,
                        name: person.name,
                        telephone: "sip:\(person.id)@192.0.2.20",
                        since: moment
                    )
                )
            }
        }
    }

    private func onDuty(in house: TestDesk) async throws -> Set<String> {
        Set(try await house.desk.duty(as: .ada).map(\.staff))
    }

    @Test(
        "takes whoever left, or may take no calls any more, off duty, with a session or without",
        arguments: kinds
    )
    func duty(on kind: StoreKind) async throws {
        let staff = ChangingStaff()
        try await withDesk(on: kind, directory: staff) { house in
            for name in ["ada", "grace", "lena"] { _ = try await house.desk.signIn(name) }
            try await takeCalls([.ada, .grace, .lena, .stig, .sara, .adam], in: house)
            // With a session: gone, and an auditor now. Without: gone, and an auditor now.
            for name in ["grace", "stig"] { staff.change(name, to: nil) }
            for var person in [StaffIdentity.lena, .sara] {
                person.roles = [.auditor]
                staff.change(person.id, to: person)
            }
            staff.goAway()
            var review = try await house.desk.reviewSessions(by: staff)
            #expect(try await house.desk.carryOut(review).isEmpty)
            #expect(try await onDuty(in: house).count == 6)
            staff.goAway(false)
            review = try await house.desk.reviewSessions(by: staff)
            #expect(review.removed.map(\.id) == ["grace", "stig"])
            #expect(try await onDuty(in: house).count == 6, "a review changes nothing")
            let off = try await house.desk.carryOut(review)
            #expect(Set(off) == ["grace", "lena", "sara", "stig"])
            #expect(try await onDuty(in: house) == ["ada", "adam"])
        }
    }

    @Test("leaves on duty who takes calls by a break-glass account")
    func dutyOfBreakGlass() async throws {
        try await withDesk { house in
            try await takeCalls([.ada, .grace], in: house)
            let lookup = Oracle { staff in
                staff.isBreakGlass && staff.id == "ada" ? staff : nil
            }
            let review = try await house.desk.reviewSessions(by: lookup)
            try await house.desk.carryOut(review)
            #expect(try await onDuty(in: house) == ["ada"])
        }
    }

    @Test("says how far it came when the directory goes away, and ends nothing")
    func away() async throws {
        let staff = ChangingStaff()
        try await withDesk(directory: staff) { house in
            let token = try await house.desk.signIn("ada").token
            staff.goAway()
            let review = try await house.desk.reviewSessions(by: staff)
            #expect(review.trouble == "ada: away")
            #expect(review.count == 0)
            try await house.desk.carryOut(review)
            #expect(try await house.desk.session(for: token) != nil)
        }
    }

    /// Says of each session what a test wants.
    private struct Oracle: StaffLookup {
        let answer: @Sendable (StaffIdentity) throws(SignInError) -> StaffIdentity?

        func current(_ staff: StaffIdentity) async throws(SignInError) -> StaffIdentity? {
            try answer(staff)
        }
    }

    @Test("goes on past somebody of whom nothing can be said")
    func oneUnreadable() async throws {
        try await withDesk { house in
            for name in ["ada", "grace", "stig"] { _ = try await house.desk.signIn(name) }
            let lookup = Oracle { staff throws(SignInError) in
                switch staff.id {
                case "ada": throw .unavailable(cause: "an odd group")
                case "grace": nil
                default: staff
                }
            }
            let review = try await house.desk.reviewSessions(by: lookup)
            #expect(review.removed == [.grace])
            #expect(review.kept == [.stig])
            #expect(review.trouble == "ada: an odd group")
        }
    }

    @Test("gives up after three in turn of whom nothing can be said")
    func givingUp() async throws {
        try await withDesk { house in
            for name in ["ada", "grace", "lena", "stig"] { _ = try await house.desk.signIn(name) }
            let asked = Mutex(0)
            let lookup = Oracle { _ throws(SignInError) in
                asked.withLock { $0 += 1 }
                throw .unavailable(cause: "away")
            }
            _ = try await house.desk.reviewSessions(by: lookup)
            #expect(asked.withLock { $0 } == 3)
        }
    }

    @Test("takes a break-glass account for somebody else than its namesake", arguments: kinds)
    func namesakes(on kind: StoreKind) async throws {
        let staff = ChangingStaff()
        try await withDesk(on: kind, directory: staff) { house in
            let plain = try await house.desk.signIn("ada").token
            house.clock.advance(by: 1)
            var nina = StaffIdentity.ada
            (nina.roles, nina.isBreakGlass) = ([.administrator], true)
            staff.change("ada", to: nina)
            let broken = try await house.desk.signIn("ada").token
            var lookup = Oracle { staff in staff }
            var review = try await house.desk.reviewSessions(by: lookup)
            #expect(review.kept == [.ada, nina])
            try await house.desk.carryOut(review)
            #expect(try await house.desk.session(for: plain)?.staff == .ada)
            #expect(try await house.desk.session(for: broken)?.staff == nina)
            lookup = Oracle { staff in staff.isBreakGlass ? staff : nil }
            review = try await house.desk.reviewSessions(by: lookup)
            #expect(review.kept == [nina])
            try await house.desk.carryOut(review)
            #expect(try await house.desk.session(for: plain) == nil)
            #expect(try await house.desk.session(for: broken)?.staff == nina)
        }
    }

    @Test(
        "is suspicious when it would remove more than its share",
        arguments: [
            (kept: 0, removed: 2, percent: 20, false), (0, 3, 20, true), (12, 3, 20, false),
            (11, 3, 20, true), (80, 20, 20, false), (79, 21, 20, true), (0, 9, 100, false),
        ]
    )
    func brake(kept: Int, removed: Int, percent: Int, isSuspicious: Bool) {
        var review = SessionReview()
        review.kept = Array(repeating: .ada, count: kept)
        review.removed = Array(repeating: .grace, count: removed)
        #expect(review.isSuspicious(removalsPercentMax: percent) == isSuspicious)
    }

    @Test("lets sessions go on through the grace, and no longer", arguments: kinds)
    func grace(on kind: StoreKind) async throws {
        let staff = ChangingStaff()
        let settings = DeskSettings(
            mailDomain: "example.org",
            sessionIdleMax: nil,
            directoryGrace: 3_600
        )
        try await withDesk(on: kind, directory: staff, settings: settings) { house in
            let token = try await house.desk.signIn("ada").token
            house.clock.advance(by: 3_599)
            #expect(try await house.desk.session(for: token) != nil)
            try await house.desk.carryOut(try await house.desk.reviewSessions(by: staff))
            staff.goAway()
            house.clock.advance(by: 3_599)
            #expect(try await house.desk.session(for: token) != nil)
            house.clock.advance(by: 1)
            await #expect(throws: DeskError.self) { try await house.desk.session(for: token) }
            staff.goAway(false)
            try await house.desk.carryOut(try await house.desk.reviewSessions(by: staff))
            #expect(try await house.desk.session(for: token) != nil)
        }
    }

    @Test("asks nobody to vouch for a break-glass account")
    func breakGlass() async throws {
        var nina = StaffIdentity.ada
        nina.isBreakGlass = true
        let settings = DeskSettings(mailDomain: "example.org", directoryGrace: 60)
        try await withDesk(directory: ChangingStaff([nina]), settings: settings) { house in
            let token = try await house.desk.signIn("ada").token
            house.clock.advance(by: 3_600)
            #expect(try await house.desk.session(for: token) != nil)
            #expect(try await house.desk.allAccessRecords().map(\.means) == [.breakGlass])
        }
    }
}
