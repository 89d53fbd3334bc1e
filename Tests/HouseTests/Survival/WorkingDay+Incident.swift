import DeskAPI
import Foundation

extension WorkingDay {
    /// Who cannot choose a school because of it.
    var sufferers: [String] { ["lisa.\(name)@example.com", "omar.\(name)@example.com"] }

    /// What their tickets are called.
    func subject(of sufferer: String) -> String { "Skolval \(sufferer)" }

    mutating func openIncident() async throws {
        let form = IncidentForm(title: "Skolval \(name)", service: Self.service)
        let answer = try await post("/v1/incidents", form, key: "incident-\(name)")
        incident = try answer.decoded(as: IncidentBody.self).number
    }

    /// Their tickets belong to the incident by what they are about.
    func bringSufferers() async throws {
        for sufferer in sufferers {
            let form = TicketForm(
                subject: subject(of: sufferer),
                body: "Det går inte, det står RFA8.",
                channel: "web",
                citizen: CitizenForm(email: sufferer),
                service: Self.service
            )
            _ = try await post("/v1/tickets", form, key: sufferer)
        }
    }

    func answerIncident() async throws {
        guard let incident else { throw Wrong(description: "there is no incident to answer") }
        let form = IncidentAnswerForm(text: NoticeForm(sv: "Öppet igen."), resolve: true)
        let path = "/v1/incidents/\(incident)/answers"
        _ = try await post(path, form, key: "incident-answer-\(name)", status: 202)
    }

    private static let service = "skolval"
}
