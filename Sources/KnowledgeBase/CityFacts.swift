/// What articles say of the city that uses them.
///
/// One set of articles serves any city: a fact stands in them as `{{name}}`, and what need only be
/// said where there is one between `{{#name}}` and `{{/name}}` (`{{^name}}` where there is none). A
/// fact that is not set has a wording that is true of any city.
public struct CityFacts: Sendable, Equatable {
    /// The facts, by their names in articles.
    public enum Fact: String, Sendable, CaseIterable {
        /// The city's name.
        case city
        /// The support's telephone number.
        case supportPhone = "support_phone"
        /// When it is answered.
        case supportHours = "support_hours"
        /// Where citizens write.
        case supportEmail = "support_email"
        /// The switchboard's (växelns) number.
        case switchboardPhone = "switchboard_phone"
        /// When it is answered.
        case switchboardHours = "switchboard_hours"
        /// The city's address on the web.
        case website
        /// What the citizens' own pages (Mina sidor) are called.
        case myPages = "my_pages"
        /// Names of e-services, as in a sentence.
        case eServices = "e_services"
        /// Where faults out in the city are reported (felanmälan).
        case faultReport = "fault_report"
        /// Where opinions and complaints are left (synpunkter).
        case opinions
        /// How the data protection officer (dataskyddsombud) is reached.
        case dataProtection = "data_protection"
    }

    private let values: [Fact: String]
    private let byLanguage: [String: [Fact: String]]

    /// Names what is known.
    ///
    /// - Parameters:
    ///   - values: in any language that has none of its own.
    ///   - byLanguage: what is said otherwise in a language, by its code.
    public init(
        _ values: [Fact: String] = [:],
        byLanguage: [String: [Fact: String]] = [:]
    ) {
        self.values = values
        self.byLanguage = byLanguage
    }

    /// A fact as it is said in `language`; nil when it is not set.
    public func value(_ fact: Fact, in language: String) -> String? {
        byLanguage[language]?[fact] ?? values[fact]
    }

    /// Names of a list as a sentence has them: `a, b och c`.
    public static func sentence(of names: [String], in language: String) -> String {
        guard names.count > 1, let last = names.last else { return names.joined() }
        let and = language == KnowledgeBase.homeLanguage ? "och" : "and"
        return "\(names.dropLast().joined(separator: ", ")) \(and) \(last)"
    }

    /// A city of which every fact is known: for checks and demonstrations.
    public static let example = CityFacts(
        [
            .city: "Exempelstad",
            .supportPhone: "08-465 004 00",
            .supportHours: "vardagar 8–17",
            .supportEmail: "support@exempelstad.example",
            .switchboardPhone: "08-465 004 01",
            .switchboardHours: "vardagar 7.30–17",
            .website: "www.exempelstad.example",
            .myPages: "Min sida",
            .eServices: "Bygglov, Förskola och Parkeringstillstånd",
            .faultReport: "www.exempelstad.example/felanmalan",
            .opinions: "www.exempelstad.example/synpunkter",
            .dataProtection: "dataskydd@exempelstad.example",
        ],
        byLanguage: [
            "en": [
                .supportHours: "weekdays 8 a.m. to 5 p.m.",
                .switchboardHours: "weekdays 7.30 a.m. to 5 p.m.",
                .eServices: "Bygglov, Förskola and Parkeringstillstånd",
            ]
        ]
    )

    /// The placeholder of all ways to reach the support: `08-… (vardagar 8–17) eller support@…`.
    static let contact = "contact"

    /// What is set, by placeholder.
    func known(in language: String) -> [String: String] {
        var known: [String: String] = [:]
        for fact in Fact.allCases { known[fact.rawValue] = value(fact, in: language) }
        known[Self.contact] = contact(in: language)
        return known
    }

    /// What stands for every placeholder that is not set.
    static func wordings(in language: String) -> [String: String] {
        language == KnowledgeBase.homeLanguage ? swedish : english
    }

    private func contact(in language: String) -> String? {
        let phone = value(.supportPhone, in: language).map { phone in
            value(.supportHours, in: language).map { "\(phone) (\($0))" } ?? phone
        }
        let or = language == KnowledgeBase.homeLanguage ? "eller" : "or"
        let ways = [phone, value(.supportEmail, in: language)].compactMap { $0 }
        return ways.isEmpty ? nil : ways.joined(separator: " \(or) ")
    }

    private static let swedish = [
        "city": "staden",
        "contact": "stadens webbplats",
        "support_phone": "stadens växel",
        "support_hours": "kontorstid",
        "support_email": "vår e-postadress",
        "switchboard_phone": "se stadens webbplats",
        "switchboard_hours": "kontorstid",
        "website": "stadens webbplats",
        "my_pages": "Mina sidor",
        "e_services": "stadens e-tjänster",
        "fault_report": "stadens webbplats",
        "opinions": "stadens webbplats",
        "data_protection": "stadens dataskyddsombud",
    ]

    private static let english = [
        "city": "the city",
        "contact": "the city's website",
        "support_phone": "the city's switchboard",
        "support_hours": "office hours",
        "support_email": "our e-mail address",
        "switchboard_phone": "see the city's website",
        "switchboard_hours": "office hours",
        "website": "the city's website",
        "my_pages": "My pages",
        "e_services": "the city's e-services",
        "fault_report": "the city's website",
        "opinions": "the city's website",
        "data_protection": "the city's data protection officer",
    ]
}
