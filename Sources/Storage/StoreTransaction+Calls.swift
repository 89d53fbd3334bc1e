import Desk
import Foundation

extension StoreTransaction {
    func calls(_ query: CallQuery) throws(DeskError) -> [Call] {
        try CallTable(session: session).list(query)
    }

    func calls(_ state: Call.State, of clerk: String) throws(DeskError) -> [Call] {
        try CallTable(session: session).list(state, of: clerk)
    }

    func hasCall(ofTelephone key: String, answeredAfter moment: Date) throws(DeskError) -> Bool {
        try CallTable(session: session).has(telephone: key, answeredAfter: moment)
    }

    func call(named name: String) throws(DeskError) -> Call? {
        try CallTable(session: session).find(named: name)
    }

    func openCalls(carriedBy carrier: String) throws(DeskError) -> [Call] {
        try CallTable(session: session).open(carriedBy: carrier)
    }

    func openCalls(namedWith prefix: String) throws(DeskError) -> [Call] {
        try CallTable(session: session).open(namedWith: prefix)
    }

    func insert(_ call: Call) throws(DeskError) { try CallTable(session: session).insert(call) }

    func save(_ call: Call) throws(DeskError) { try CallTable(session: session).save(call) }

    func keep(_ text: String, of call: UUIDv7) throws(DeskError) {
        try CallTable(session: session).keep(text, of: call)
    }

    func keptCalls(carriedBy carrier: String) throws(DeskError) -> [UUIDv7: String] {
        try CallTable(session: session).kept(carriedBy: carrier)
    }

    func openHandoffs(carriedBy carrier: String) throws(DeskError) -> [Handoff] {
        try HandoffTable(session: session).open(carriedBy: carrier)
    }

    func countHandoffs(requestedBy staff: String, since moment: Date) throws(DeskError) -> Int {
        try HandoffTable(session: session).count(requestedBy: staff, since: moment)
    }

    func tickets(ofTelephone key: String, limit: Int) throws(DeskError) -> [Ticket] {
        try TicketTable(session: session).list(ofTelephone: key, limit: limit)
    }

    func duty() throws(DeskError) -> [Duty] { try DutyTable(session: session).list() }

    func save(_ duty: Duty) throws(DeskError) { try DutyTable(session: session).save(duty) }

    func deleteDuty(of staff: String) throws(DeskError) {
        try DutyTable(session: session).delete(staff)
    }

    func callBack(_ id: UUIDv7) throws(DeskError) -> CallBack {
        try CallBackTable(session: session).find(id)
    }

    func openCallBacks(after: UUIDv7?, limit: Int) throws(DeskError) -> [CallBack] {
        try CallBackTable(session: session).open(after: after, limit: limit)
    }

    func openCallBack(to number: String) throws(DeskError) -> CallBack? {
        try CallBackTable(session: session).open(to: number)
    }

    func insert(_ callBack: CallBack) throws(DeskError) {
        try CallBackTable(session: session).insert(callBack)
    }

    func save(_ callBack: CallBack) throws(DeskError) {
        try CallBackTable(session: session).save(callBack)
    }
}
