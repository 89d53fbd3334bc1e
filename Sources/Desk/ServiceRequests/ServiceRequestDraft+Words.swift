// How a request reads as a message: everything that was said, so that whoever reads the ticket, looks
// for it or is given what is kept of them has all of it.

extension ServiceRequestDraft {
    /// The service, and how the words begin.
    func subject(asking service: CityService) -> String {
        let first = description?.split(whereSeparator: \.isNewline)
            .first { !$0.allSatisfy(\.isWhitespace) }
        guard let first else { return Self.line(service.name) }
        let beginning =
            first.count > Self.beginningMax
            ? "\(first.prefix(Self.beginningMax))…" : String(first)
        return Self.line("\(service.name): \(beginning)")
    }

    /// The words, and below them what was answered, where it is, and where there is a picture.
    func words(asking service: CityService, in language: String) -> String {
        let isEnglish = language == "en"
        var facts: [String] = []
        for attribute in service.attributes {
            let values = answers.filter { $0.code == attribute.code }.flatMap(\.values)
            guard !values.isEmpty else { continue }
            let names = values.map { value in
                attribute.choices.first { $0.key == value }?.name ?? value
            }
            facts.append("\(attribute.question) \(names.joined(separator: ", "))")
        }
        if let place = place.words {
            facts.append("\(isEnglish ? "Place" : "Plats"): \(place)")
        }
        if let mediaURL { facts.append("\(isEnglish ? "Picture" : "Bild"): \(mediaURL)") }
        let said = description ?? ""
        let parts = [said.allSatisfy(\.isWhitespace) ? service.name : said]
        return (parts + (facts.isEmpty ? [] : [facts.joined(separator: "\n")]))
            .joined(separator: "\n\n")
    }

    /// So much of the words stands in the subject, in characters.
    private static let beginningMax = 80

    /// One line, whatever stood in it.
    private static func line(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
            )
        )
    }
}

extension Place {
    /// In words; nil when there is nothing to say.
    fileprivate var words: String? {
        var parts: [String] = []
        if let address { parts.append(address) }
        if let addressID { parts.append("(\(addressID))") }
        if let latitude, let longitude {
            parts.append("\(Self.degrees(latitude)), \(Self.degrees(longitude))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// Degrees as they are written, without the noise of binary fractions.
    public static func degrees(_ units: Int) -> Double {
        Double(units) / Double(unitsPerDegree)
    }

    /// The nearest; nil for what is no angle up to `max` degrees either way.
    public static func units(_ degrees: Double, atMost max: Double) -> Int? {
        guard degrees.isFinite, abs(degrees) <= max else { return nil }
        return Int((degrees * Double(unitsPerDegree)).rounded())
    }
}
