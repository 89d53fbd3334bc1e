/// What a city's citizens write about: their symptoms and e-services, and how often.
public enum CityTopics {
    /// Symptoms, as ``Desk/SymptomKey`` writes them, and what part of tickets has them.
    public static let symptoms = [
        ("eid=bankid", 0.16), ("eid=freja", 0.04), ("code=rfa8", 0.02), ("code=http 500", 0.01),
        ("code=10079", 0.002), ("step=login", 0.12), ("step=upload", 0.06), ("step=pay", 0.03),
    ]
    /// E-services and theirs.
    public static let services = [
        ("skolval", 0.12), ("bygglov", 0.10), ("förskola", 0.08), ("parkering", 0.15),
        ("fritid", 0.03), ("färdtjänst", 0.01),
    ]

    /// A citizen's words from which the desk reads that symptom, and no other.
    public static func words(of symptom: String?) -> String {
        switch symptom {
        case "eid=bankid": "Mitt bankid svarar inte."
        case "eid=freja": "Freja vill inte i dag."
        case "code=rfa8": "Det står RFA8 på skärmen."
        case "code=http 500": "Sidan säger HTTP 500."
        case "code=10079": "Det blev felkod 10079."
        case "step=login": "Jag kan inte logga in."
        case "step=upload": "Det går inte att ladda upp min fil."
        case "step=pay": "Jag kan inte betala."
        case nil: "Jag undrar när ni har öppet."
        default: preconditionFailure("a symptom of the list")
        }
    }
}

extension SeededRandom {
    /// One of the names, or none for what their parts leave over.
    public mutating func draw(_ parts: [(String, Double)]) -> String? {
        var left = unit()
        for (name, part) in parts {
            left -= part
            if left < 0 { return name }
        }
        return nil
    }
}
