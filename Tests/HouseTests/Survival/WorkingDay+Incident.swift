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

extension WorkingDay {
    /// What is called so gets a number in the register.
    var complaintSubject: String { "Klagomål \(name)" }

    func complain() async throws {
        let form = TicketForm(
            subject: complaintSubject,
            body: "Ingen har svarat på min ansökan om altan.",
            channel: "web",
            kind: "complaint",
            citizen: CitizenForm(name: "Åsa Öberg")
        )
        _ = try await post("/v1/tickets", form, key: "complaint-\(name)")
    }

    /// Says that the article was right; to say so twice changes nothing.
    func judge() async throws {
        let suggestion = "/v1/tickets/\(try await firstTicket())/suggestions/\(Self.article)"
        try await put("\(suggestion)/verdict", VerdictForm(verdict: "right"), "a verdict")
    }

    /// Keeps the ticket of the call from erasure, unless an interrupted try did.
    func hold() async throws {
        let path = "/v1/tickets/\(try callTicket)"
        guard try await api.get(path).decoded(as: TicketBody.self).hold == nil else { return }
        try await put("\(path)/hold", HoldForm(reason: "Beslut 7"), "a hold", status: 204)
    }

    private static let article = "bankid-svarar-inte"
}
