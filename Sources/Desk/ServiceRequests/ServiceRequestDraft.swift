import Cryptography

/// What somebody asks of the city by Open311.
public struct ServiceRequestDraft: Sendable, Equatable {
    /// In their own words; nil for none.
    public var description: String?
    /// Where.
    public var place: Place
    /// Where a picture is said to be.
    public var mediaURL: String?
    /// Answers to the service's questions.
    public var answers: [ServiceAnswer]
    /// Who asks, as far as they say.
    public var citizen: Citizen

    /// The longest text, in characters, as the standard has it.
    public static let descriptionCharactersMax = 4_000
    /// The longest address of a picture, in characters.
    static let urlCharactersMax = 2_000
    /// The longest answer to one of the service's questions, in characters.
    static let answerCharactersMax = 2_000

    /// Names every member.
    public init(
        description: String? = nil,
        place: Place = Place(),
        mediaURL: String? = nil,
        answers: [ServiceAnswer] = [],
        citizen: Citizen = Citizen()
    ) {
        self.description = description
        self.place = place
        self.mediaURL = mediaURL
        self.answers = answers
        self.citizen = citizen
    }

    /// What tells it from another one: each part with its length, so that none runs into the next.
    func digest(_ service: CityService, by principal: String) -> Digest {
        var parts: [String?] = [
            principal, service.code, description, place.latitude.map(String.init),
            place.longitude.map(String.init), place.address, place.addressID, mediaURL,
            citizen.name, citizen.email, citizen.phone,
        ]
        for answer in answers { parts += [answer.code] + answer.values }
        var octets: [UInt8] = []
        for part in parts {
            octets += Array("\(part?.utf8.count ?? -1):\(part ?? "")".utf8)
        }
        return Digest(of: octets)
    }
}

extension ServiceRequestDraft {
    /// - Throws: ``DeskError/invalid(_:)`` with every mistake, by the standard's names of the fields.
    func check(against service: CityService) throws(DeskError) {
        let wordMax = DeskSettings.wordCharactersMax
        var checks = FieldChecks()
        checks.atMost(description, "description", limit: Self.descriptionCharactersMax)
        checks.line(place.address, "address_string", limit: wordMax)
        checks.line(place.addressID, "address_id", limit: wordMax)
        checks.line(citizen.name, "first_name", limit: wordMax)
        checks.address(citizen.email, "email")
        checks.telephone(citizen.phone, "phone")
        checks.line(mediaURL, "media_url", limit: Self.urlCharactersMax)
        if let mediaURL, !Self.isOnTheWeb(mediaURL) {
            checks.note("media_url", "must begin with https:// or http://")
        }
        if service.needsPlace, place.isEmpty {
            checks.note("lat", "and long, or address_string, or address_id must be there")
        }
        for attribute in service.attributes where attribute.isAsked {
            check(attribute, &checks)
        }
        let known = Set(service.attributes.filter(\.isAsked).map(\.code))
        for answer in answers where !known.contains(answer.code) {
            let code = answer.code.prefix(wordMax)
            checks.note("attribute[\(code)]", "is asked by no such service")
        }
        try checks.finish()
    }

    private func check(_ attribute: CityService.Attribute, _ checks: inout FieldChecks) {
        let name = "attribute[\(attribute.code)]"
        let values = answers.filter { $0.code == attribute.code }.flatMap(\.values)
        if attribute.isRequired, values.isEmpty { checks.note(name, "was not provided") }
        if values.count > 1, attribute.form != .multivaluelist {
            checks.note(name, "takes one value")
        }
        let keys = Set(attribute.choices.map(\.key))
        for value in values {
            switch attribute.form {
            case .string: checks.line(value, name, limit: Self.answerCharactersMax)
            case .text: checks.atMost(value, name, limit: Self.answerCharactersMax)
            case .number:
                // Written as people do, with a comma too.
                if value.utf8.count > 64
                    || Double(value.replacing(",", with: "."))?.isFinite != true
                {
                    checks.note(name, "must be a number")
                }
            case .datetime:
                if CityTime.w3(value) == nil {
                    checks.note(name, "must be a time such as 2026-11-05T08:15:30Z")
                }
            case .singlevaluelist, .multivaluelist:
                if !keys.contains(value) { checks.note(name, "must be one of the values") }
            }
        }
    }

    private static func isOnTheWeb(_ text: String) -> Bool {
        let scheme = text.prefix(8).lowercased()
        return scheme.hasPrefix("https://") || scheme.hasPrefix("http://")
    }
}
