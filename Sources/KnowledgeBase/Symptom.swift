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

    /// Names every member.
    public init(
        eID: String? = nil,
        codes: [String] = [],
        device: String? = nil,
        step: String? = nil
    ) {
        self.eID = eID
        self.codes = codes
        self.device = device
        self.step = step
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
            step: SymptomWords.steps.firstName(in: letters)
        )
    }

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
        ("freja", ["freja", "frejas", "frejaeid*", "freja+"]),
        (
            "foreign",
            [
                "eidas", "foreign e id", "foreign eid", "foreign id", "utlandsk e legitimation",
                "utlandskt e id", "utlandsk e leg", "european eid", "nemid", "mitid", "suomi fi",
                "smart id", "itsme",
            ]
        ),
        (
            "skatteverket",
            ["skatteverkets id kort", "skatteverkets legitimation", "id kortet fran"]
        ),
        (
            "bankid",
            ["bankid*", "bank id*", "mobiltbankid", "mobilbankid*", "bankld", "bankidt", "mbid"]
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
}
