import KnowledgeBase

/// Reads what articles say of the city.
///
/// - Configuration keys, each of one line and at most 200 characters, each also under `city.en` where
///   English articles say it otherwise; what is not set has a general wording or is left out:
///   - `city.name`: `{{city}}`.
///   - `city.support-phone`, `city.support-hours`: `{{support_phone}}`, `{{support_hours}}`;
///     `{{support_email}}` is `mail.address`.
///   - `city.switchboard-phone`, `city.switchboard-hours`, `city.website`, `city.my-pages`,
///     `city.fault-report`, `city.opinions`, `city.data-protection`: likewise.
///   - `city.e-services` (list, at most 20): `{{e_services}}`.
extension CityFacts {
    init(_ reader: inout SettingsReader, supportEmail: String?) {
        var values = Self.values(under: "city", language: "sv", &reader)
        values[.supportEmail] = supportEmail
        let english = Self.values(under: "city.en", language: "en", &reader)
        self.init(values, byLanguage: ["en": english])
    }

    private static func values(
        under heading: String,
        language: String,
        _ reader: inout SettingsReader
    ) -> [Fact: String] {
        var values: [Fact: String] = [:]
        for fact in Fact.allCases {
            guard let name = keyName(fact) else { continue }
            let key = "\(heading).\(name)"
            let parts =
                fact == .eServices ? reader.list(key) : reader.text(key).map { [$0] } ?? []
            guard !parts.isEmpty else { continue }
            if parts.count > partsMax { reader.note(key, nil, "must be at most \(partsMax) names") }
            for part in parts where !isSound(part) {
                reader.note(
                    key,
                    part,
                    "must be one line of at most \(charactersMax) characters, without {{"
                )
            }
            values[fact] = sentence(of: parts, in: language)
        }
        return values
    }

    /// nil for what another key says already.
    private static func keyName(_ fact: Fact) -> String? {
        switch fact {
        case .city: "name"
        case .supportEmail: nil
        case .dataProtection, .eServices, .faultReport, .myPages, .opinions, .supportHours,
            .supportPhone, .switchboardHours, .switchboardPhone, .website:
            fact.rawValue.replacing("_", with: "-")
        }
    }

    private static func isSound(_ text: String) -> Bool {
        text.count <= charactersMax && !text.contains(where: \.isNewline) && !text.contains("{{")
    }

    private static let charactersMax = 200
    private static let partsMax = 20
}
