import Foundation
import Testing

@Suite("The audit of a store, and of a day")
struct StoreAuditTests {
    @Test("says nothing of a day that nobody interrupted, and notices whatever is broken in it")
    func everyDamage() async throws {
        let whole = try await WholeDay()
        let audit = try await whole.examination(after: [])
        #expect(audit.faults == [])
        #expect(whole.day.faults(of: audit, whole.outside, interrupted: .closing) == [])
        #expect(whole.day.faultsAtTheEnd(of: audit, whole.outside) == [])
        try checkRules(whole)
        try await checkOtherFaults(whole)
        try checkErrands(whole, audit)
        try await checkEnd(whole)
        checkOutside(whole, audit)
    }

    private func checkRules(_ whole: WholeDay) throws {
        let names = StoreAudit.rules.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(Self.damages.map(\.rule)) == Set(names), "each rule is broken by something")
        for damage in Self.damages {
            let audit = try whole.audit(after: damage.orders)
            // Each fault says how often, and of which rule.
            let broken = names.filter { name in audit.faults.contains { $0.hasSuffix("× \(name)") }
            }
            #expect(Set(broken) == damage.others.union([damage.rule]), "\(damage.orders)")
        }
    }

    /// What is looked at by other means than a rule.
    private func checkOtherFaults(_ whole: WholeDay) async throws {
        for (order, wanted) in Self.otherDamages {
            let faults = try whole.audit(after: [order]).faults
            #expect(faults.contains { $0.hasPrefix(wanted) }, "\(order): \(faults)")
        }
        for (order, wanted) in Self.chainDamages {
            let faults = try await whole.examination(after: [order]).faults
            #expect(faults.contains { $0.hasPrefix(wanted) }, "\(order): \(faults)")
        }
        #expect(try whole.auditOfEmptyFile(version: 0).faults == [])
        #expect(try whole.auditOfEmptyFile(version: 1).faults == ["version 1 without tables"])
    }

    /// What was acknowledged, was under way, or was never asked for.
    private func checkErrands(_ whole: WholeDay, _ audit: StoreAudit) throws {
        let day = whole.day
        var noticed: Set<String> = []
        for (orders, wanted) in Self.dayDamages {
            let broken = try whole.audit(after: orders)
            let faults = day.faults(of: broken, whole.outside, interrupted: .closing)
            #expect(Set(faults).isSuperset(of: wanted), "\(orders): \(faults)")
            noticed.formUnion(wanted)
        }
        let early = day.faults(of: audit, whole.outside, interrupted: .opening)
        for (errand, count, _) in day.found(in: audit) {
            let isNoticed = noticed.contains { $0.hasPrefix("\(errand) was acknowledged: ") }
            #expect(isNoticed, "the loss of \(errand)")
            #expect(early.contains("\(errand) was never asked for: \(count)"))
        }
        let doubled = try whole.audit(after: [Self.tell("replied", of: 1)])
        let halfway = day.faults(of: doubled, whole.outside, interrupted: .reply)
        #expect(halfway.contains("reply was under way: 2"))
        #expect(!halfway.contains { $0.hasPrefix("delivery") })
    }

    private func checkEnd(_ whole: WholeDay) async throws {
        for (orders, wanted) in Self.endDamages {
            let audit = try await whole.examination(after: orders)
            let faults = whole.day.faultsAtTheEnd(of: audit, whole.outside)
            #expect(faults.contains { $0.hasPrefix(wanted) }, "\(orders): \(faults)")
        }
        let nothing = try whole.auditOfEmptyFile(version: 0)
        let faults = whole.day.faultsAtTheEnd(of: nothing, whole.outside)
        #expect(faults.contains("nothing was sealed"))
    }

    /// What came to whoever was to hear of it.
    private func checkOutside(_ whole: WholeDay, _ audit: StoreAudit) {
        func check(_ wanted: [String], _ change: (inout WorkingDay.Outside) -> Void) {
            var outside = whole.outside
            change(&outside)
            #expect(whole.day.faultsAtTheEnd(of: audit, outside) == wanted)
        }
        let known = whole.outside.heard[0]
        let strange = (id: "0", event: "0")
        let isTwo = "an event was told under two ids, or two under one"
        let isUnknown = "what was told is not known"
        check(["an event is said to be told"]) { $0.heard.removeAll { $0.id == known.id } }
        check([isUnknown]) { $0.heard.append(strange) }
        check([isTwo]) { $0.heard.append((known.id, strange.event)) }
        check([isTwo, isUnknown]) { $0.heard.append((strange.id, known.event)) }
        // At least once is what is promised.
        check([]) { outside in
            outside.heard += outside.heard
            for place in outside.mails.indices { outside.mails[place] += outside.mails[place] }
        }
        for place in whole.outside.mails.indices {
            check(["a letter did not come"]) { $0.mails[place] = [] }
            check(["a letter came as two"]) { $0.mails[place].append(Self.mail("1")) }
            check(["a receipt came as two"]) { outside in
                let field = "Auto-Submitted: auto-replied\n"
                outside.mails[place] += ["1", "2"].map { Self.mail($0, field) }
            }
        }
    }

    private static func mail(_ id: String, _ field: String = "") -> MailboxMail {
        MailboxMail(Array("Message-ID: <\(id)@example.org>\n\(field)\nHej.\n".utf8))
    }
}
