import CMosquitto
import Glibc

/// The library's list of MQTT 5 properties, owned until it is freed or handed over.
struct MQTTPropertyList: ~Copyable {
    private(set) var list: OpaquePointer?
    /// What the library said of a property that it did not take; 0 for none.
    private(set) var refusal = MOSQ_ERR_SUCCESS.rawValue

    init() {}

    /// A message's properties.
    init(_ properties: MQTTProperties) {
        for property in properties.user {
            note(mosquitto_property_add_string_pair(&list, Int32(MQTT_PROP_USER_PROPERTY.rawValue), property.name, property.value))
        }
        if let expiry = properties.expiry { add(expiry, as: MQTT_PROP_MESSAGE_EXPIRY_INTERVAL) }
        if let topic = properties.responseTopic { add(topic, as: MQTT_PROP_RESPONSE_TOPIC) }
        if let type = properties.contentType { add(type, as: MQTT_PROP_CONTENT_TYPE) }
        if let data = properties.correlation {
            let isTooLong = data.count > Int(UInt16.max)
            note(
                isTooLong
                    ? MOSQ_ERR_INVAL.rawValue
                    : mosquitto_property_add_binary(
                        &list, Int32(MQTT_PROP_CORRELATION_DATA.rawValue), data, UInt16(data.count)))
        }
    }

    deinit {
        var list = list
        mosquitto_property_free_all(&list)
    }

    mutating func add(_ number: UInt32, as identifier: mqtt5_property) {
        note(mosquitto_property_add_int32(&list, Int32(identifier.rawValue), number))
    }

    private mutating func add(_ text: String, as identifier: mqtt5_property) {
        note(mosquitto_property_add_string(&list, Int32(identifier.rawValue), text))
    }

    private mutating func note(_ outcome: Int32) {
        if refusal == MOSQ_ERR_SUCCESS.rawValue { refusal = outcome }
    }

    /// The list has become the library's.
    mutating func handOver() { list = nil }
}

extension MQTTProperties {
    /// What the library read of a message.
    init(_ list: OpaquePointer?) {
        self.init()
        guard let list else { return }
        user = Self.userProperties(list)
        var expiry: UInt32 = 0
        if mosquitto_property_read_int32(list, Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue), &expiry, false) != nil {
            self.expiry = expiry
        }
        responseTopic = Self.text(list, MQTT_PROP_RESPONSE_TOPIC)
        contentType = Self.text(list, MQTT_PROP_CONTENT_TYPE)
        var (data, length): (UnsafeMutableRawPointer?, UInt16) = (nil, 0)
        if mosquitto_property_read_binary(list, Int32(MQTT_PROP_CORRELATION_DATA.rawValue), &data, &length, false) != nil {
            correlation = Array(UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : Int(length)))
            free(data)
        }
    }

    private static func userProperties(_ list: OpaquePointer) -> [UserProperty] {
        var found: [UserProperty] = []
        var place: OpaquePointer? = list
        while let from = place {
            var (name, value): (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?) = (nil, nil)
            place = mosquitto_property_read_string_pair(
                from, Int32(MQTT_PROP_USER_PROPERTY.rawValue), &name, &value, !found.isEmpty)
            defer {
                free(name)
                free(value)
            }
            guard place != nil, let name, let value else { break }
            found.append(UserProperty(String(cString: name), String(cString: value)))
        }
        return found
    }

    private static func text(_ list: OpaquePointer, _ identifier: mqtt5_property) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard mosquitto_property_read_string(list, Int32(identifier.rawValue), &text, false) != nil, let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}
