/// What a text says about the trouble, in terms a report can count.
public struct Symptom: Sendable, Equatable, Codable {
    /// The electronic identification: one of ``eIDs``.
    public var eID: String?
    /// Error codes in the order of their first mention: `RFA8`, `10079`, `HTTP 500`.
    public var codes: [String]
    /// The kind of device: one of ``devices``.
    public var device: String?
    /// What the citizen was doing: one of ``steps``.
    public var step: String?
    /// Whether it says that something fails, in whatever words.
    public var fails = false
    /// Whether it tells of a fraud or a theft, or triage found a danger in it: whatever else it names, a
    /// person must read it.
    public var isGrave = false

    /// Names every member.
    public init(
        eID: String? = nil,
        codes: [String] = [],
        device: String? = nil,
        step: String? = nil,
        fails: Bool = false,
        isGrave: Bool = false
    ) {
        self.eID = eID
        self.codes = codes
        self.device = device
        self.step = step
        self.fails = fails
        self.isGrave = isGrave
    }

    /// Recognises what is said outright; it never guesses.
    public init(recognisedIn text: String) { self.init(recognisedIn: TextReading(text)) }

    /// Recognises what is said outright; it never guesses.
    public init(recognisedIn reading: TextReading) {
        let letters = reading.words.folded
        self.init(
            eID: SymptomWords.eIDs.firstName(in: letters),
            codes: reading.codes,
            device: SymptomWords.devices.firstName(in: letters),
            step: SymptomWords.steps.firstName(in: letters),
            fails: SymptomWords.failures.firstName(in: letters) != nil,
            isGrave: SymptomWords.grave.firstName(in: letters) != nil
        )
    }

    /// Whether it is about a fault and nothing graver, so that whoever knows of the fault may answer it
    /// together with others.
    ///
    /// Who only names an e-ID may ask anything about it.
    public var namesFault: Bool { !isGrave && (fails || step != nil || !codes.isEmpty) }

    /// What ``eID`` may be.
    public static var eIDs: [String] { SymptomWords.eIDs.names }
    /// What ``device`` may be.
    public static var devices: [String] { SymptomWords.devices.names }
    /// What ``step`` may be.
    public static var steps: [String] { SymptomWords.steps.names }

    /// Whether `code` is an error code that may be recognised, in whatever way it is written: `500`,
    /// `rfa8`.
    public static func isCode(_ code: String) -> Bool {
        ErrorCodes.recognised(in: "felkod \(code)").count == 1
    }

    /// Whether one of ``codes`` is `code`, in whatever way both are written.
    public func has(code: String) -> Bool {
        let key = CodeKey(code)
        return codes.contains { key.means(CodeKey($0)) }
    }

    private enum CodingKeys: String, CodingKey {
        case eID = "e_id"
        case codes
        case device
        case step
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(eID, forKey: .eID)
        try container.encode(codes, forKey: .codes)
        try container.encode(device, forKey: .device)
        try container.encode(step, forKey: .step)
    }
}

/// The words by which a symptom is known, folded as ``Words/folded``; one ending in * is a prefix.
enum SymptomWords {
    static let eIDs = PhraseList([
        ("siths", ["siths*"]),
        ("freja", ["freja", "frejas", "frejaapp*", "frejaeid*", "freja+"]),
        (
            "foreign",
            [
                "eidas", "foreign e id", "foreign eid", "foreign id", "utlandsk e legitimation",
                "utlandskt e id", "utlandsk e leg", "european eid", "nemid", "mitid", "suomi fi",
                "smart id", "itsme", "norskt bankid*", "norska bankid*", "norsk bankid*",
                "norwegian bankid*", "finskt bankid*", "finska bankid*", "finsk bankid*",
                "finnish bankid*", "danskt bankid*", "danska bankid*",
            ]
        ),
        (
            "skatteverket",
            ["skatteverkets id kort", "skatteverkets legitimation", "id kortet fran"]
        ),
        (
            "bankid",
            ["bankid*", "mobiltbankid", "mobilbankid*", "bankld", "bankidt", "mbid"]
        ),
    ])

    static let devices = PhraseList([
        ("ios", ["iphone*", "ipad*", "ios", "ipod"]),
        (
            "android",
            ["android*", "samsung*", "huawei*", "oneplus*", "xiaomi*", "pixel", "galaxy*"]
        ),
        ("chromebook", ["chromebook*"]),
        ("mac", ["mac", "macbook*", "macos", "imac*", "macen", "macdator*", "os x", "osx"]),
        ("windows", ["windows*", "win10", "win11", "pc", "pcn", "w10", "w11"]),
        ("linux", ["linux", "ubuntu", "debian"]),
    ])

    static let steps = PhraseList([
        (
            "login",
            [
                "logga in", "loggar in", "inloggning*", "login*", "log in", "logging in",
                "logon", "sign in", "signing in", "cannot sign in", "can t sign in", "loga in",
                "identifiera*",
            ]
        ),
        (
            "sign",
            [
                "signera*", "signering*", "underskrift*", "skriva under", "skriver under",
                "underteckna*", "sign the", "sign my", "sign a", "sign with", "signing",
                "signature*", "cannot sign", "can t sign", "e underskrift*",
            ]
        ),
        (
            "upload",
            [
                "bifoga*", "bifogning*", "ladda upp", "laddar upp", "uppladdning*", "upload*",
                "attach", "attaching", "bilaga", "bilagor*",
            ]
        ),
        (
            "pay",
            [
                "betala", "betalar", "betalning*", "betalas", "swish*", "payment*", "pay", "paying",
                "kortbetalning*",
            ]
        ),
    ])

    /// How people say that something does not do what it should.
    static let failures = PhraseList([
        (
            "fails",
            [
                "fungerar inte", "fungerar ej", "fungerar den inte", "fungerar det inte",
                "funkar inte", "funkar ej", "funkar det inte", "svarar inte", "svarar ej",
                "startar inte", "oppnas inte", "oppnar inte", "laddar inte", "vill inte",
                "gar inte", "gar ej", "gick inte", "gar det inte", "kommer inte in",
                "kommer inte at", "kommer inte vidare", "inte anvanda", "inte oppna",
                "inte starta", "inte identifiera", "inte legitimera", "lyckas inte",
                "slutat fungera", "slutade fungera", "har slutat", "ligger nere", "ar nere",
                "ur funktion", "hanger sig", "hangt sig", "fastnar", "fastnat", "snurrar",
                "kranglar", "krangel", "strular", "strul", "krasch*", "avbryts", "avbrots",
                "misslyck*", "felmeddelande*", "felkod*", "fel meddelande", "tekniskt fel",
                "ett fel", "blir fel", "blev fel", "driftstorning*", "avbrott*", "problem",
                "problemet", "tom sida", "vit sida", "blank sida", "time out", "timeout",
                "does not work", "doesn t work", "do not work", "don t work",
                "did not work", "didn t work", "not working", "isn t working", "won t work",
                "stopped working", "does not open", "doesn t open", "won t open",
                "does not respond", "doesn t respond", "not responding", "does not start",
                "won t start", "can t use", "cannot use", "can t open", "cannot open",
                "can t get in", "cannot get in", "unable to", "fails", "failed", "failing",
                "failure", "is down", "broken", "stuck", "crash*", "error", "errors",
                "outage*", "problems", "timed out", "times out", "blank page", "white page",
            ]
        )
    ])

    /// What nobody should be answered about by a letter to all, beside a danger (``Impact/isDanger``).
    static let grave = PhraseList([
        (
            "grave",
            [
                // Fraud.
                "bedrag*", "bluff*", "lurad", "lurade", "lurat", "blivit lurad", "kapad", "kapat",
                "hackad", "hackat", "pengarna borta", "pengar borta", "pengarna ar borta",
                "pengarna forsvann", "tomt mitt konto", "tomde mitt konto", "tomt kontot",
                "money gone", "money is gone", "lost money", "lost my money", "took my money",
                "emptied my account", "scam*", "fraud*", "hacked", "phishing", "natfiske",
                // Theft.
                "stulen", "stulet", "stulna", "stal min", "stal mitt", "snodd", "stolen", "stole",
                "polisanmal*", "id kapning*", "identitetsstold*", "identity theft",
            ]
        )
    ])
}
