import Foundation
import KnowledgeBase

/// What the desk itself says at once to a mail that opens a ticket.
enum MailAnswer: Equatable {
    /// Nothing, for this reason.
    case none(String)
    /// Nothing, and the brake is to be pulled.
    case stop(Brake.Reason)
    /// That something came, to an address nobody vouches for.
    case notice
    /// That it came.
    case receipt
    /// The article that answers it.
    case article(String)
    /// It says itself that such an answer solved its ticket.
    case solved(Inquiry)
    /// It says how it was.
    case graded(Inquiry, Int)
    /// It thanks for what has ended, or says once more that it is solved.
    case thanked

    /// As the verdict says it.
    var outcome: String {
        switch self {
        case .none(let reason): "none: \(reason)"
        case .stop(let reason): LetterObstacle.everybody(reason).outcome
        case .notice: "a notice"
        case .receipt: "a receipt"
        case .article(let id): "a receipt with the article \(id)"
        case .solved: "none: it says that the article solved it"
        case .graded: "none: it says how it was"
        case .thanked: "none: it thanks"
        }
    }

    /// The question that it answers, and what it says to that.
    var said: (inquiry: Inquiry, value: Int)? {
        switch self {
        case .solved(let inquiry): (inquiry, 1)
        case .graded(let inquiry, let grade): (inquiry, grade)
        case .none, .stop, .notice, .receipt, .article, .thanked: nil
        }
    }

    /// True when its writer wants nothing more: what has ended stays so.
    var asksNothing: Bool { self == .thanked || said != nil }
}

/// The ticket that a mail would open.
struct MailDraft: Sendable {
    var ticket: Ticket
    /// What may go to the citizen with the receipt: looked up and laid out before the transaction,
    /// which others wait for.
    var answer: ArticleAnswer?
    /// Somebody's life is in danger.
    var isDanger: Bool
    /// The text says so, and not the subject alone, which every answer repeats.
    var isDangerInText: Bool
    /// It is plainly in a language that no letter is in.
    var isForeign: Bool
}

/// What was made ready of a mail before the transaction, which others wait for; what is nil is made there
/// if it is needed after all.
struct ReadyMail: Sendable {
    /// The ticket that it would open; nil where it is held or has come before.
    var draft: MailDraft?
    /// What is kept of a mail that is taken in.
    var octets: MailOctets?
    /// What is kept of one that is held.
    var raw: PackedOctets?
}

/// What is kept of a mail as it came, made ready for the store: to digest and to pack it takes long where
/// it is large.
struct MailOctets: Sendable {
    var raw: PackedOctets
    /// In their order, the mail itself among them where its text is cut.
    var files: [(file: ReceivedMail.File, octets: PackedOctets)]
}

/// An article that answers, as a receipt carries it.
struct ArticleAnswer: Sendable {
    var article: String
    var words: ArticleWords
    /// Others that may help, with where they can be read.
    var more: [(title: String, link: String?)]
}

extension Desk {
    /// Decides what the desk itself says to a mail that opens a ticket; changes nothing.
    func answer(
        to mail: ReceivedMail,
        opening draft: MailDraft,
        following former: TicketNumber?,
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) -> MailAnswer {
        let letters = settings.letters
        guard letters.sendsReceipts else { return .none("receipts are off") }
        guard mail.origin == .person else { return .none("a machine wrote it") }
        guard let address = mail.sender.email else { return .none("it names no address") }
        let isOurs = [address, mail.author, mail.reversePath].compactMap { $0 }.contains {
            settings.letters.isOwn($0)
        }
        if isOurs { return .none("it is from our own address") }
        // RFC 3834 §4: what nobody wants to hear about needs no answer.
        guard mail.reversePath != nil else { return .none("its return path is null") }
        if mail.standing == .failed { return .none("somebody else wrote it in that name") }
        let lately = (moment - letters.receiptPeriod)...moment
        let isNotice = letters.knowsSenders && !mail.isVouchedFor
        // A notice to an unverified sender must not use up the receipt of the real citizen.
        let scopes: [LetterCount.Scope] = isNotice ? [.notice, .receipt] : [.receipt]
        // Where to call is said each time, and what is registered has a receipt of its own.
        if !draft.isDanger, isNotice || !draft.ticket.kind.isRegistered {
            for scope in scopes
            where try reading.letters(LetterCount(scope, address), within: lately) > 0 {
                return .none("one was sent to this address lately")
            }
        }
        switch try reading.obstacle(to: address, within: letters.caps, at: moment) {
        case .everybody(let reason): return .stop(reason)
        case let obstacle?: return .none(String(obstacle.outcome.dropFirst("none: ".count)))
        case nil: break
        }
        if isNotice { return .notice }
        guard former == nil, let found = draft.answer,
            try !reading.isProtected(Citizen(email: address))
        else {
            return .receipt
        }
        return .article(found.article)
    }

    /// The article that may go to the citizen with the receipt; nil when none surely answers, or the
    /// desk answers nothing by itself.
    ///
    /// What is registered a person answers, and no Yes to an article ends it.
    func articleAnswer(for ticket: Ticket, isAnswerable: Bool) -> ArticleAnswer? {
        let letters = settings.letters
        let knowledgeBase = knowledgeBase
        guard letters.sendsReceipts, letters.receiptsAnswer, isAnswerable,
            !ticket.kind.isRegistered,
            let best = ticket.suggestions.first,
            !settings.confidentialQueues.contains(ticket.queue),
            let article = knowledgeBase.article(best.article, language: ticket.language),
            article.audience == .citizen, article.language == ticket.language
        else { return nil }
        let others = ticket.suggestions.dropFirst().prefix(Self.moreArticlesMax)
        let more = others.compactMap { one in
            one.confidence < best.confidence * Self.moreConfidenceMin
                ? nil : knowledgeBase.article(one.article, language: ticket.language)
        }
        .filter { $0.audience == .citizen }
        return ArticleAnswer(
            article: article.id,
            words: words(quoting: article),
            more: more.map { ($0.title, letters.link(toArticle: $0.id, in: $0.language)) }
        )
    }

    /// Does what ``answer(to:opening:following:at:in:)`` decided of a mail.
    func carryOut(
        _ decided: MailAnswer,
        to mail: ReceivedMail,
        on ticket: Ticket,
        with found: MailDraft,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard let address = mail.sender.email else { return }
        let id = UUIDv7(at: moment)
        // What was written goes back only to whom somebody vouches for: anybody can name a stranger
        // as the one who wants the answer.
        let isKnown = mail.isVouchedFor
        let thread = MailThread(messageID: mail.messageID, references: mail.references)
        let notice = try transaction.notice(on: ticket)
        // What is known of everybody's trouble says more than an article.
        let answer: MailAnswer
        if case .article = decided, notice != nil { answer = .receipt } else { answer = decided }
        var draft: LetterDraft
        switch answer {
        case .none, .solved, .graded, .thanked: return
        case .stop(let reason):
            return try pullBrake(for: reason, at: moment, in: transaction)
        case .notice:
            let words = words(of: .notice, ticket, inEveryLanguage: found.isForeign) { language in
                var values = LetterValues(settings.letters, language: language)
                if found.isDanger { values.warnOfDanger() }
                return values
            }
            draft = LetterDraft(
                form: .notice,
                address: address,
                words: words,
                // Nothing of the mail itself: whoever wrote it may want it to be read by somebody.
                thread: nil,
                id: id,
                isToStranger: true
            )
        case .receipt:
            let words = words(of: .receipt, ticket, inEveryLanguage: found.isForeign) { language in
                var values = LetterValues(
                    settings.letters,
                    of: ticket,
                    in: language,
                    repeating: isKnown
                )
                values.register(ticket, in: settings.clocks.time)
                if let notice { values.notice(notice) }
                if found.isDanger { values.warnOfDanger() }
                return values
            }
            draft = LetterDraft(
                form: .receipt,
                address: address,
                words: words,
                thread: thread,
                id: id,
                isToStranger: !isKnown
            )
        case .article(let article):
            draft = LetterDraft(
                form: .answer,
                address: address,
                words: words(
                    answering: ticket,
                    with: found.answer,
                    repeating: isKnown,
                    in: id,
                    at: moment
                ),
                thread: thread,
                id: id,
                isToStranger: !isKnown,
                details: ["article": article]
            )
            try transaction.insert(
                Inquiry(
                    letter: id,
                    ticket: ticket.number,
                    kind: .solution,
                    article: article,
                    askedAt: moment
                )
            )
            let sent = Uncounted(fact: .articleSent, at: moment, subject: article)
            try transaction.add(DayCount(sent, of: ticket, in: settings.clocks.time), 1)
        }
        try post(draft, on: ticket, at: moment, in: transaction)
        let scope: LetterCount.Scope = answer == .notice ? .notice : .receipt
        try transaction.add(LetterCount(scope, address), at: moment)
    }

    func words(
        of form: LetterForm,
        _ ticket: Ticket,
        _ values: LetterValues
    ) -> LetterWords {
        settings.letters.templates.words(of: form, in: ticket.language, values)
    }

    private func words(
        of form: LetterForm,
        _ ticket: Ticket,
        inEveryLanguage isInAll: Bool,
        _ values: (_ language: String) -> LetterValues
    ) -> LetterWords {
        isInAll
            ? settings.letters.templates.wordsInEveryLanguage(of: form, values)
            : words(of: form, ticket, values(ticket.language))
    }

    private func words(
        answering ticket: Ticket,
        with found: ArticleAnswer?,
        repeating isKnown: Bool,
        in letter: UUIDv7,
        at moment: Date
    ) -> LetterWords {
        guard let found else { preconditionFailure("it was decided by what was found") }
        let letters = settings.letters
        let link = { (purpose: LetterLink.Purpose) in
            letters.link(
                LetterLink(
                    purpose,
                    ticket: ticket.number,
                    letter: letter,
                    expiresAt: moment + letters.linkLifetime
                ).token(by: proof)
            )
        }
        var values = LetterValues(letters, of: ticket, repeating: isKnown)
        values.answer(
            with: found.words,
            more: found.more,
            links: link(.solved).flatMap { yes in link(.unsolved).map { (yes, $0) } }
        )
        return words(of: .answer, ticket, values)
    }

    private static let moreArticlesMax = 2
    /// How sure the desk is of another article that may help too, beside the one that answers: what is
    /// only the next best would send the reader the wrong way.
    private static let moreConfidenceMin = 1.0 / 3
}

extension ReceivedMail {
    /// True when our mail server vouches for the address that answers go to; what it found out is
    /// about the author, and answers may be wanted by somebody else.
    fileprivate var isVouchedFor: Bool {
        standing == .verified && author?.lowercased() == sender.email?.lowercased()
    }
}

extension LetterSettings {
    /// True for the address that the desk's letters come from, with a token or without.
    func isOwn(_ address: String) -> Bool {
        guard let ownAddress else { return false }
        // Quotes around a plain local part change nothing (RFC 5321 §4.1.2).
        let plain = address.lowercased().filter { $0 != "\"" }
        let parts = plain.split(separator: "@", omittingEmptySubsequences: false)
        let own = ownAddress.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, own.count == 2, parts[1] == own[1] else { return false }
        return parts[0].prefix { $0 != "+" } == own[0]
    }
}
