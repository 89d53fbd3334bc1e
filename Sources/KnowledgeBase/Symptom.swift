/// What a text says about the trouble, in terms a report can count.
public struct Symptom: Sendable, Equatable, Codable {
    /// The electronic identification: `bankid`, `freja`, `foreign`, `siths`, `skatteverket`.
    public var eID: String?
    /// Error codes in the order of their first mention: `RFA8`, `10079`, `HTTP 500`.
    public var codes: [String]
    /// The kind of device: `ios`, `android`, `windows`, `mac`, `linux`, `chromebook`.
    public var device: String?
    /// What the citizen was doing: `login`, `sign`, `upload`, `pay`.
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
