import Desk
import Foundation
import Yams

/// The services of Open311 as an operator writes them, see `open311-services.yaml.example`.
enum CityServiceFile {
    /// A place in the file and what is wrong there.
    struct Mistake: Equatable {
        /// For example `services[3].kind`.
        var place: String
        /// What is wrong and what would be right.
        var wanted: String
    }

    /// Every mistake of a file at once.
    struct Mistakes: Error {
        /// In the order of the file.
        var mistakes: [Mistake]
    }

    /// What a service may name.
    struct Surroundings {
        var directory: DestinationDirectory?
        /// Of which nothing is shown outside.
        var confidential: Set<String> = []
    }

    /// Most services of a city.
    static let servicesMax = 1_000
    /// Most questions of a service, and most answers to one of them.
    static let attributesMax = 50
    static let choicesMax = 500

    /// - Throws: ``Mistakes``.
    static func read(_ text: String, in surroundings: Surroundings) throws -> [CityService] {
        let rows: [ServiceRow]
        do {
            rows = try YAMLDecoder().decode(ServiceRows.self, from: text).services
        } catch {
            throw Mistakes(mistakes: [
                Mistake(place: "services", wanted: "the file cannot be read: \(error)")
            ])
        }
        var reading = ServiceReading(surroundings: surroundings)
        if !(1...servicesMax).contains(rows.count) {
            reading.note("services", "must be 1 to \(servicesMax); there are \(rows.count)")
        }
        let services = rows.prefix(servicesMax).enumerated().map { index, row in
            reading.service(row, at: "services[\(index)]")
        }
        guard reading.mistakes.isEmpty else { throw Mistakes(mistakes: reading.mistakes) }
        return services
    }
}

/// Reads rows and gathers what is wrong with them.
private struct ServiceReading {
    let surroundings: CityServiceFile.Surroundings
    var mistakes: [CityServiceFile.Mistake] = []
    private var codes: Set<String> = []

    init(surroundings: CityServiceFile.Surroundings) { self.surroundings = surroundings }

    mutating func note(_ place: String, _ wanted: String) {
        mistakes.append(CityServiceFile.Mistake(place: place, wanted: wanted))
    }

    mutating func service(_ row: ServiceRow, at place: String) -> CityService {
        code(row.code, isNew: codes.insert(row.code).inserted, at: "\(place).code")
        line(row.name, at: "\(place).name")
        let following: CityService.Following =
            word(row.type, at: "\(place).type") ?? .realtime
        let kind: TicketKind = word(row.kind, at: "\(place).kind") ?? .opinion
        let category: TicketCategory? = word(row.category, at: "\(place).category")
        let isPublic = row.isPublic ?? false
        if isPublic, following == .blackbox {
            note("\(place).public", "must be false where the type is blackbox")
        }
        if let queue = row.queue, surroundings.confidential.contains(queue), following != .blackbox
        {
            note("\(place).type", "must be blackbox, for nothing of a confidential queue is shown")
        }
        if let unit = row.unit, surroundings.directory?[unit] == nil {
            note("\(place).unit", "«\(unit)» must be the id of a destination")
        }
        return CityService(
            code: row.code,
            name: row.name,
            about: row.description ?? "",
            following: following,
            keywords: row.keywords ?? [],
            group: row.group,
            kind: kind,
            category: category,
            queue: row.queue,
            unit: row.unit,
            notice: row.notice,
            needsPlace: row.place ?? true,
            isPublic: isPublic,
            attributes: attributes(row.attributes ?? [], at: "\(place).attributes")
        )
    }

    private mutating func attributes(
        _ rows: [ServiceRow.AttributeRow],
        at place: String
    ) -> [CityService.Attribute] {
        if rows.count > CityServiceFile.attributesMax {
            note(place, "must be at most \(CityServiceFile.attributesMax)")
        }
        var codes: Set<String> = []
        return rows.prefix(CityServiceFile.attributesMax).enumerated().map { index, row in
            attribute(row, among: &codes, at: "\(place)[\(index)]")
        }
    }

    private mutating func attribute(
        _ row: ServiceRow.AttributeRow,
        among codes: inout Set<String>,
        at place: String
    ) -> CityService.Attribute {
        code(row.code, isNew: codes.insert(row.code).inserted, at: "\(place).code")
        line(row.question, at: "\(place).question")
        let form: CityService.Attribute.Form = word(row.type, at: "\(place).type") ?? .string
        let choices = row.values ?? []
        let hasList = form == .singlevaluelist || form == .multivaluelist
        if hasList != !choices.isEmpty || choices.count > CityServiceFile.choicesMax {
            note(
                "\(place).values",
                "must be there for the two lists and for nothing else, at most "
                    + "\(CityServiceFile.choicesMax)"
            )
        }
        var keys: Set<String> = []
        for (index, choice) in choices.enumerated() {
            let isNew = keys.insert(choice.key).inserted
            code(choice.key, isNew: isNew, at: "\(place).values[\(index)].key")
            line(choice.name, at: "\(place).values[\(index)].name")
        }
        return CityService.Attribute(
            code: row.code,
            question: row.question,
            form: form,
            hint: row.hint,
            isRequired: row.required ?? false,
            isAsked: row.asked ?? true,
            choices: choices.map { CityService.Attribute.Choice(key: $0.key, name: $0.name) }
        )
    }

    /// What stands in addresses and in the names of fields.
    private mutating func code(_ text: String, isNew: Bool, at place: String) {
        let isPlain = text.utf8.allSatisfy { octet in
            (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet)
                || (0x61...0x7A).contains(octet) || octet == 0x2D || octet == 0x5F
        }
        if !isPlain || !(1...64).contains(text.utf8.count) {
            note(place, "must be 1 to 64 of a-z, A-Z, 0-9, - and _")
        }
        if !isNew { note(place, "«\(text)» stands there twice") }
    }

    private mutating func line(_ text: String, at place: String) {
        if !(1...200).contains(text.count) || text.contains(where: \.isNewline) {
            note(place, "must be one line of 1 to 200 characters")
        }
    }

    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String?,
        at place: String
    ) -> Word? {
        guard let text else { return nil }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        note(place, "«\(text)» must be one of \(known)")
        return nil
    }
}
