import Desk
import DeskAPI
import Foundation

extension NoticeBody {
    init(_ notice: NoticeText) { self.init(sv: notice.swedish, en: notice.english) }
}

extension NoticeForm {
    var text: NoticeText { NoticeText(swedish: sv, english: en) }
}

extension LookBody {
    init(_ look: ArrivalModel.Look) {
        self.init(
            minutes: Int(look.window / 60),
            citizens: look.citizens,
            expected: (look.expected * 1_000).rounded() / 1_000,
            probability: look.probability
        )
    }
}

extension IncidentAnswerBody {
    init(_ answer: IncidentAnswer) {
        self.init(
            id: answer.id.description,
            text: NoticeBody(answer.text),
            resolve: answer.resolves,
            staff: answer.staff.id,
            writtenAt: Timestamp(answer.writtenAt),
            waiting: answer.progress.waiting,
            written: answer.progress.written,
            left: answer.progress.left,
            otherLanguage: answer.readersOfAnother,
            keptOpen: answer.keptOpen.map(\.rawValue)
        )
    }
}

extension IncidentBody {
    init(_ view: IncidentView) {
        let incident = view.incident
        self.init(
            number: incident.number,
            state: incident.state.rawValue,
            title: incident.title,
            service: incident.key?.service,
            symptom: incident.key?.symptom,
            openedAt: Timestamp(incident.openedAt),
            openedBy: incident.openedBy,
            look: incident.look.map(LookBody.init),
            notice: incident.notice.map(NoticeBody.init),
            confirmedAt: incident.confirmedAt.map(Timestamp.init),
            endedAt: incident.endedAt.map(Timestamp.init),
            endedBy: incident.endedBy,
            quietSince: incident.quietSince.map(Timestamp.init),
            quiet: view.isQuiet,
            tickets: view.tickets,
            answers: view.answers.map(IncidentAnswerBody.init)
        )
    }
}

extension MaintenanceBody {
    init(_ maintenance: Maintenance) {
        self.init(
            number: maintenance.number,
            startsAt: Timestamp(maintenance.startsAt),
            endsAt: Timestamp(maintenance.endsAt),
            services: maintenance.services,
            notice: NoticeBody(maintenance.notice),
            createdBy: maintenance.createdBy,
            cancelledAt: maintenance.cancelledAt.map(Timestamp.init)
        )
    }
}
