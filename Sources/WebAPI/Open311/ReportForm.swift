import Desk
import Foundation
import HTTPTypes
import Hummingbird

/// What a form of GeoReport v2 asks; a field that is empty counts as missing, as the standard has it.
struct ReportForm {
    let data: FormData

    var serviceCode: String? { data.text("service_code") }
    var jurisdiction: String? { data.text("jurisdiction_id") }
    var key: String? { data.text("api_key") }

    /// - Throws: ``ReportRefusal`` for what cannot be read; what it means is checked at the desk.
    func draft(for service: CityService) throws(ReportRefusal) -> ServiceRequestDraft {
        ServiceRequestDraft(
            description: data.text("description"),
            place: try place(),
            mediaURL: data.text("media_url"),
            answers: answers(to: service),
            citizen: Citizen(name: name, email: data.text("email"), phone: data.text("phone"))
        )
    }

    private var name: String? {
        let parts = [data.text("first_name"), data.text("last_name")].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private func place() throws(ReportRefusal) -> Place {
        var place = Place(address: data.text("address_string"), addressID: data.text("address_id"))
        let (latitude, longitude) = (data.text("lat"), data.text("long"))
        guard latitude != nil || longitude != nil else { return place }
        guard let latitude, let longitude else {
            throw ReportRefusal(.badRequest, "lat and long belong together")
        }
        place.latitude = Double(latitude).flatMap { Place.units($0, atMost: 90) }
        place.longitude = Double(longitude).flatMap { Place.units($0, atMost: 180) }
        if place.latitude == nil || place.longitude == nil {
            throw ReportRefusal(
                .badRequest,
                "lat must be -90...90 degrees and long -180...180, as decimals (WGS 84)"
            )
        }
        return place
    }

    /// `attribute[CODE]=…`, and `attribute[CODE][]=…` for each of several values; the service's own
    /// in their order, others behind them.
    private func answers(to service: CityService) -> [ServiceAnswer] {
        var values: [String: [String]] = [:]
        // In an order of its own, so that the same form is the same request.
        for (name, texts) in data.members.sorted(by: { $0.key < $1.key }) {
            guard let match = name.wholeMatch(of: #/attribute\[([^\[\]]*)\](\[\d*\])?/#) else {
                continue
            }
            values[String(match.1), default: []] += texts.filter { !$0.isEmpty }
        }
        let order = service.attributes.map(\.code)
        let others = values.keys.filter { !order.contains($0) }.sorted()
        return (order + others).compactMap { code in
            guard let values = values[code], !values.isEmpty else { return nil }
            return ServiceAnswer(code: code, values: values)
        }
    }
}
