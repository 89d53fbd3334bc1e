import Desk
import DeskAPI
import KnowledgeBase

extension BrakeBody {
    init(_ report: BrakeReport) {
        self.init(
            holds: report.brake?.holds ?? false,
            pulledAt: report.brake.map { Timestamp($0.pulledAt) },
            reason: report.brake?.reason.rawValue,
            pulledBy: report.brake?.pulledBy,
            ticket: report.brake?.ticket?.rawValue,
            releasedAt: report.brake?.releasedAt.map { Timestamp($0) },
            releasedBy: report.brake?.releasedBy,
            letters: LettersBody(hour: report.lettersOfHour, day: report.lettersOfDay),
            max: LettersBody(hour: report.caps.allPerHourMax, day: report.caps.allPerDayMax)
        )
    }
}

extension DraftBody {
    init(_ draft: ReplyDraft) {
        self.init(
            body: draft.body,
            article: draft.article?.id,
            title: draft.article?.title,
            language: draft.article?.language ?? draft.language
        )
    }
}
