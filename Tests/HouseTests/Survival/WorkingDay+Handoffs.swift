import DeskAPI
import Foundation
import NIOHTTP1

extension WorkingDay {
    /// What the clerk says of the call to whoever takes it over.
    static let summary = "Vill veta när barnet får plats."

    /// Hands the call off, as people do who work a switchboard: they are told what to dial.
    mutating func handOff(_ key: String) async throws {
        let form = HandoffForm(
            destination: SurvivalHouse.destination,
            mode: "attended",
            summary: Self.summary
        )
        let answer = try await post(
            "/v1/tickets/\(try callTicket)/handoffs",
            form,
            key: "\(key)-\(name)",
            status: 202
        )
        handoff = try answer.decoded(as: HandoffBody.self)
    }

    /// Says how it ended, unless an interrupted try did.
    func endHandoff(_ outcome: String) async throws {
        guard let handoff else { throw Wrong(description: "there is no hand-off to end") }
        let found = try await api.get("/v1/handoffs/\(handoff.id)").decoded(as: HandoffBody.self)
        if found.state == outcome { return }
        let form = HandoffOutcomeForm(outcome: outcome)
        try await put("/v1/handoffs/\(handoff.id)/outcome", form, "the end of a hand-off")
    }

    /// Calls back whoever was lost on the way, unless an interrupted try did: that is owed no more.
    func callBack() async throws {
        let owed = try await api.get("/v1/callbacks").decoded(as: Page<CallBackBody>.self).items
        for callBack in owed {
            let path = "/v1/callbacks/\(callBack.id)/completion"
            try await put(path, [String: String](), "a call-back")
        }
    }

    var callTicket: Int64 {
        get throws {
            guard let called else { throw Wrong(description: "there is no call to hand off") }
            return called
        }
    }
}
