/// Something that can be asked of the city by Open311, as the city offers it (GeoReport v2, «service»).
public struct CityService: Sendable, Equatable {
    /// How whoever asks can follow what they asked, by the words of the standard.
    public enum Following: String, Sendable, Hashable, CaseIterable {
        /// By the id that they get at once.
        case realtime
        /// By a token that they get at once, for which they get the id.
        case batch
        /// Not at all; what was asked is shown to nobody outside.
        case blackbox
    }

    /// What is in force of a request: its own code, which never changes.
    public var code: String
    /// As citizens read it.
    public var name: String
    /// What it is for.
    public var about: String
    /// How it is followed.
    public var following: Following
    /// Other words for it.
    public var keywords: [String]
    /// What it stands under in a list; nil for nothing.
    public var group: String?
    /// What its tickets are.
    public var kind: TicketKind
    /// Theirs; nil leaves it to triage.
    public var category: TicketCategory?
    /// Where they go; nil leaves it to triage.
    public var queue: String?
    /// A ``Destination/id``: the unit that they are given to at once; nil for none.
    public var unit: String?
    /// What whoever asks is told at once.
    public var notice: String?
    /// True where a request must say where.
    public var needsPlace: Bool
    /// True where everybody may read what is asked: the words and the place, never who asked.
    public var isPublic: Bool
    /// What else is asked.
    public var attributes: [Attribute]

    /// Names every member.
    public init(
        code: String,
        name: String,
        about: String = "",
        following: Following = .realtime,
        keywords: [String] = [],
        group: String? = nil,
        kind: TicketKind = .opinion,
        category: TicketCategory? = nil,
        queue: String? = nil,
        unit: String? = nil,
        notice: String? = nil,
        needsPlace: Bool = true,
        isPublic: Bool = false,
        attributes: [Attribute] = []
    ) {
        self.code = code
        self.name = name
        self.about = about
        self.following = following
        self.keywords = keywords
        self.group = group
        self.kind = kind
        self.category = category
        self.queue = queue
        self.unit = unit
        self.notice = notice
        self.needsPlace = needsPlace
        self.isPublic = isPublic
        self.attributes = attributes
    }
}

extension CityService {
    /// A question that goes with a service.
    public struct Attribute: Sendable, Equatable {
        /// What an answer to it is, by the words of the standard.
        public enum Form: String, Sendable, Hashable, CaseIterable {
            /// One line.
            case string
            case number
            /// ISO 8601 with its offset.
            case datetime
            /// Several lines.
            case text
            case singlevaluelist
            case multivaluelist
        }

        /// One of the answers there are.
        public struct Choice: Sendable, Equatable {
            /// What is sent.
            public var key: String
            /// As citizens read it.
            public var name: String

            /// Names both members.
            public init(key: String, name: String) {
                self.key = key
                self.name = name
            }
        }

        /// What an answer names.
        public var code: String
        /// As citizens read it.
        public var question: String
        /// What an answer is.
        public var form: Form
        /// How to answer; nil for nothing.
        public var hint: String?
        /// True where there must be an answer.
        public var isRequired: Bool
        /// False for what is only said and not asked.
        public var isAsked: Bool
        /// The answers there are, for the two lists.
        public var choices: [Choice]

        /// Names every member.
        public init(
            code: String,
            question: String,
            form: Form = .string,
            hint: String? = nil,
            isRequired: Bool = false,
            isAsked: Bool = true,
            choices: [Choice] = []
        ) {
            self.code = code
            self.question = question
            self.form = form
            self.hint = hint
            self.isRequired = isRequired
            self.isAsked = isAsked
            self.choices = choices
        }
    }
}
