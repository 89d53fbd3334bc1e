import Desk
import Foundation
import KnowledgeBase

extension Ticket {
    /// A ticket in which nothing stands that matters.
    static func plain(
        _ subject: String = "Fråga",
        at moment: Date = Date(timeIntervalSince1970: 1_793_606_400)
    ) -> Self {
        Ticket(
            subject: subject,
            category: .other,
            channel: .web,
            queue: "e-service",
            language: "sv",
            citizen: Citizen(),
            symptom: Symptom(),
            createdAt: moment
        )
    }
}
