public import Foundation

// How the desk reached a citizen, and was reached, beside what they wrote to each other.

extension TicketFile {
    /// A letter that the desk wrote by itself.
    public struct Mailing: Sendable, Codable, Equatable {
        /// Its id.
        public var id: String
        /// When it was written.
        public var at: Date
        /// What it is for: ``LetterForm`` in its own word; nil in letters of before that was kept.
        public var form: String?
        /// The address it went to.
        public var recipient: String
        /// Its subject.
        public var subject: String
        /// Plain text.
        public var text: String
        /// How it ended, or stands.
        public var state: String
    }

    /// What a letter asked, and the answer.
    public struct Question: Sendable, Codable, Equatable {
        /// `solution` or `satisfaction`.
        public var kind: String
        /// The id of the article that it is about.
        public var article: String?
        /// When it was asked; nil when it was decided not to.
        public var askedAt: Date?
        /// 1 yes and 0 no of a solution, 1…5 of satisfaction; nil while there is none.
        public var answer: Int?
        /// When that came.
        public var answeredAt: Date?
    }

    /// A telephone call.
    public struct TelephoneCall: Sendable, Codable, Equatable {
        /// Its id.
        public var id: String
        /// When it came.
        public var at: Date
        /// `in` or `out`.
        public var direction: String
        /// The caller's number or address.
        public var from: String?
        /// The number or address that was called.
        public var to: String?
        /// Who had it last.
        public var clerk: String?
        /// What came of it; nil until it has ended.
        public var outcome: String?
        /// When somebody first answered it.
        public var answeredAt: Date?
        /// When it ended.
        public var endedAt: Date?
        /// The ticket that it is about.
        public var ticket: Int64?
    }

    /// A call that is, or was, owed.
    public struct OwedCall: Sendable, Codable, Equatable {
        /// Its id.
        public var id: String
        /// Since when.
        public var at: Date
        /// The number to call.
        public var number: String
        /// ``CallBack/Reason`` in its own word.
        public var reason: String
        /// The citizen wanted no call before.
        public var notBefore: Date?
        /// When somebody said that it is done.
        public var doneAt: Date?
        /// The ticket that it is about.
        public var ticket: Int64?
    }
}

extension TicketFile.Mailing {
    init(_ entry: OutboxEntry) {
        self.init(
            id: entry.id.description,
            at: entry.letter.writtenAt,
            form: entry.letter.form?.rawValue,
            recipient: entry.letter.toAddress,
            subject: entry.letter.subject.description,
            text: entry.letter.text,
            state: entry.state.rawValue
        )
    }
}

extension TicketFile.Question {
    init(_ inquiry: Inquiry) {
        self.init(
            kind: inquiry.kind.rawValue,
            article: inquiry.article,
            askedAt: inquiry.askedAt,
            answer: inquiry.answer,
            answeredAt: inquiry.answeredAt
        )
    }
}

extension TicketFile.TelephoneCall {
    init(_ call: Call) {
        self.init(
            id: call.id.description,
            at: call.startedAt,
            direction: call.direction.rawValue,
            from: call.from,
            to: call.to,
            clerk: call.clerk,
            outcome: call.outcome?.rawValue,
            answeredAt: call.answeredAt,
            endedAt: call.endedAt,
            ticket: call.ticket?.rawValue
        )
    }
}

extension TicketFile.OwedCall {
    init(_ callBack: CallBack) {
        self.init(
            id: callBack.id.description,
            at: callBack.createdAt,
            number: callBack.number,
            reason: callBack.reason.rawValue,
            notBefore: callBack.notBefore,
            doneAt: callBack.doneAt,
            ticket: callBack.ticket?.rawValue
        )
    }
}
