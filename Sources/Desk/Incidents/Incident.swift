public import Foundation

/// A disturbance that many citizens meet (driftstörning).
///
/// The desk suspects one when more tickets of one symptom come than chance explains (``ArrivalModel``), or
/// staff open one. It gathers their tickets, is answered once to all of them, and ends when staff say so.
public struct Incident: Sendable, Equatable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// The desk thinks so.
        case suspected
        /// Somebody who knows says so.
        case confirmed
        /// It is over.
        case resolved
        /// It was none.
        case dismissed

        /// True while new tickets are linked to it.
        public var isOpen: Bool { self == .suspected || self == .confirmed }
    }

    /// 1 and up; zero until the store has given it one.
    public internal(set) var number: Int64
    /// Moved by the rules only.
    public internal(set) var state: State
    /// One line for staff.
    public var title: String
    /// What its tickets have in common; nil links by hand only.
    public internal(set) var key: SymptomKey?
    /// When the desk or somebody opened it.
    public internal(set) var openedAt: Date
    /// A ``StaffIdentity/id``; nil when the desk itself did.
    public internal(set) var openedBy: String?
    /// Why the desk suspects it; nil when somebody opened it.
    public internal(set) var look: ArrivalModel.Look?
    /// What a receipt says of it; nil says nothing.
    public var notice: NoticeText?
    /// When it was confirmed.
    public internal(set) var confirmedAt: Date?
    /// When it was resolved or dismissed.
    public internal(set) var endedAt: Date?
    /// Who said so.
    public internal(set) var endedBy: String?
    /// Since when no more comes than usual; nil while more does.
    public internal(set) var quietSince: Date?
    /// Up to where its tickets were looked through for those to link; nil for nowhere.
    public internal(set) var linkedThrough: ArrivalPlace?

    /// Names every member.
    public init(
        number: Int64 = 0,
        state: State,
        title: String,
        key: SymptomKey?,
        openedAt: Date,
        openedBy: String? = nil,
        look: ArrivalModel.Look? = nil,
        notice: NoticeText? = nil,
        confirmedAt: Date? = nil,
        endedAt: Date? = nil,
        endedBy: String? = nil,
        quietSince: Date? = nil,
        linkedThrough: ArrivalPlace? = nil
    ) {
        self.number = number
        self.state = state
        self.title = title
        self.key = key
        self.openedAt = openedAt
        self.openedBy = openedBy
        self.look = look
        self.notice = notice
        self.confirmedAt = confirmedAt
        self.endedAt = endedAt
        self.endedBy = endedBy
        self.quietSince = quietSince
        self.linkedThrough = linkedThrough
    }

    /// True when no more has come than usual for so long that it may be over.
    func isQuiet(at moment: Date, after time: TimeInterval) -> Bool {
        guard state.isOpen, let quietSince else { return false }
        return moment >= quietSince + time
    }

    /// Moves it; what is over stays over.
    mutating func move(to wanted: State, by staff: String, at moment: Date) throws(DeskError) {
        guard state != wanted else { return }
        guard state.isOpen, wanted != .suspected else {
            throw .wrongState(
                detail: "The incident is \(state.rawValue) and cannot become \(wanted.rawValue)."
            )
        }
        state = wanted
        if wanted == .confirmed {
            confirmedAt = moment
        } else {
            endedAt = moment
            endedBy = staff
        }
    }
}

/// A few words to citizens in the languages that letters are written in.
public struct NoticeText: Sendable, Equatable {
    /// Plain text in Swedish, for everybody who writes no language named here.
    public var swedish: String
    /// Plain text in English; nil gives English readers the Swedish one.
    public var english: String?

    /// Names both members.
    public init(swedish: String, english: String? = nil) {
        self.swedish = swedish
        self.english = english
    }

    /// In the language that somebody is written to in.
    func text(in language: String) -> String { words(in: language).text }

    /// What somebody of this language reads, and which language that is: BCP 47, `sv` or `en`.
    func words(in language: String) -> (text: String, language: String) {
        guard LetterTemplates.language(serving: language) == "en", let english else {
            return (swedish, "sv")
        }
        return (english, "en")
    }

    func check(_ checks: inout FieldChecks, at pointer: String, limit: Int) {
        checks.text(swedish, "\(pointer)/sv", limit: limit)
        if let english { checks.text(english, "\(pointer)/en", limit: limit) }
    }
}

/// One answer to all citizens of an incident.
public struct IncidentAnswer: Sendable, Equatable {
    /// Sorts by when it was written.
    public var id: UUIDv7
    /// The incident.
    public var incident: Int64
    /// What every citizen reads.
    public var text: NoticeText
    /// Whether the tickets are resolved with it.
    public var resolves: Bool
    /// Who wrote it: a ``StaffIdentity/id`` and the name that colleagues read.
    public var staff: (id: String, name: String)
    /// When.
    public var writtenAt: Date
    /// How many of its letters wait, were written, and were left out.
    public var progress: (waiting: Int, written: Int, left: Int)
    /// Of its letters that were not left out, those to citizens who write another language than the one
    /// that they read it in.
    public var readersOfAnother: Int
    /// Tickets that it leaves to staff, see ``IncidentLetter/Remainder``, in order; the first
    /// ``keptOpenMax`` of them.
    public var keptOpen: [TicketNumber]

    /// How many of ``keptOpen`` are told.
    public static let keptOpenMax = 100

    /// True when all members are equal.
    public static func == (one: Self, other: Self) -> Bool {
        one.id == other.id && one.incident == other.incident && one.text == other.text
            && one.resolves == other.resolves && one.staff == other.staff
            && one.writtenAt == other.writtenAt && one.progress == other.progress
            && one.readersOfAnother == other.readersOfAnother && one.keptOpen == other.keptOpen
    }

    /// Names every member.
    public init(
        id: UUIDv7,
        incident: Int64,
        text: NoticeText,
        resolves: Bool,
        staff: (id: String, name: String),
        writtenAt: Date,
        progress: (waiting: Int, written: Int, left: Int) = (0, 0, 0),
        readersOfAnother: Int = 0,
        keptOpen: [TicketNumber] = []
    ) {
        self.id = id
        self.incident = incident
        self.text = text
        self.resolves = resolves
        self.staff = staff
        self.writtenAt = writtenAt
        self.progress = progress
        self.readersOfAnother = readersOfAnother
        self.keptOpen = keptOpen
    }
}

/// One ticket's part in an answer to all.
public struct IncidentLetter: Sendable, Equatable {
    /// How it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case waiting
        case written
        case left
    }

    /// Why a ticket stays for staff to answer or to end by hand.
    public enum Remainder: String, Sendable, Hashable, CaseIterable {
        /// It tells of a danger, a fraud or a theft: no letter to all is for it.
        case grave = "tells of what a person must read"
        /// A complaint and the like, which has a number and an answer of its own.
        case registered = "registered, and answered by itself"
        /// Our mail server says that somebody else wrote it in that name.
        case forged = "its sender may be forged"
        /// It gets the letter, but named no fault that this could have ended.
        case noFault = "names no fault"
        /// Nobody can write to its citizen, who may have phoned.
        case noAddress = "no address"
    }

    /// The answer's id.
    public var answer: UUIDv7
    /// The ticket.
    public var ticket: TicketNumber
    /// How it stands.
    public var state: State
    /// Why it was left out, or is not resolved by its letter, in words of the program; nil for neither.
    public var reason: String?
    /// Not before then while it waits; when it was written or left out after that.
    public var at: Date

    /// Names every member.
    public init(
        answer: UUIDv7,
        ticket: TicketNumber,
        state: State = .waiting,
        reason: String? = nil,
        at: Date
    ) {
        self.answer = answer
        self.ticket = ticket
        self.state = state
        self.reason = reason
        self.at = at
    }
}

/// A planned interruption of e-services.
public struct Maintenance: Sendable, Equatable {
    /// 1 and up; zero until the store has given it one.
    public internal(set) var number: Int64
    /// From then on.
    public var startsAt: Date
    /// Until then.
    public var endsAt: Date
    /// The e-services, as tickets name them; never empty.
    public var services: [String]
    /// What a receipt says of it.
    public var notice: NoticeText
    /// A ``StaffIdentity/id``.
    public internal(set) var createdBy: String
    /// When it was called off; nil for one that holds.
    public internal(set) var cancelledAt: Date?

    /// Names every member.
    public init(
        number: Int64 = 0,
        startsAt: Date,
        endsAt: Date,
        services: [String],
        notice: NoticeText,
        createdBy: String,
        cancelledAt: Date? = nil
    ) {
        self.number = number
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.services = services
        self.notice = notice
        self.createdBy = createdBy
        self.cancelledAt = cancelledAt
    }

    /// True when it holds at the moment, for tickets on this e-service.
    func concerns(_ service: String?, at moment: Date) -> Bool {
        guard let service, cancelledAt == nil, startsAt <= moment, moment < endsAt else {
            return false
        }
        return services.contains { $0.lowercased() == service.lowercased() }
    }

    /// True when both would interrupt one e-service at one time.
    func overlaps(_ other: Maintenance) -> Bool {
        let names = Set(services.map { $0.lowercased() })
        return cancelledAt == nil && other.cancelledAt == nil && number != other.number
            && startsAt < other.endsAt && other.startsAt < endsAt
            && !names.isDisjoint(with: other.services.map { $0.lowercased() })
    }
}

extension DeskSettings {
    /// How many incidents may be open at a time.
    static let incidentsOpenMax = 50
    /// How many windows of maintenance may be ahead.
    static let maintenanceAheadMax = 200
    /// How many e-services one window may name.
    static let maintenanceServicesMax = 50
    /// Longest notice in a receipt, and answer to all, in characters.
    static let noticeCharactersMax = 10_000
}
