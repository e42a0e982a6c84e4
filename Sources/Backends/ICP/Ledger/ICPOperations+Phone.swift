/// A table of the ledger; how it is read stands in `ICPOperations.swift`.
extension ICPOperations {
    /// The soft-phone of the vendor's process (document, section 4.12).
    static let phone = #"""
        > phone.initialize | PhoneInitialize | command | 初始化话机 | Initialise the phone | done
        ! process
        phoneMode | text | PhoneEmbeddedMode=embedded soft-phone; PhoneLinkedMode=linked external phone | Usage mode.
        phoneNum | text |  | Number of the embedded soft-phone, at most 24 digits.
        phonePassword? | secret |  | Password of the embedded soft-phone.
        sipServerInfo | text |  | SIP servers, one main and up to 3 backup: 'IP1:Port1 IP2:Port2', ports 1024-65535.
        audioDeviceInfo? | text |  | Sound card settings, JSON string, see type AudioDeviceInfo (table 4-1).
        localInfo.LocalIp? | text |  | Local IP address.
        localInfo.LocalSipPort? | integer |  | Local SIP port, 1024-65535.
        localInfo.LocalAudioPort? | integer |  | Local audio port, 1024-65535.
        settings? | text |  | Rarely used settings, JSON string, see type PhoneSettings (table 4-2).
        > phone.uninitialize | PhoneUnInitialize | command | 去初始化话机 | De-initialise the phone | done
        ! process
        > phone.answer | PhoneAnswer | command | 话机应答 | Answer on the phone | done
        @ PUT voicecall/{A}/phonepickup
        ~callSessionId | text |  | Not sent: the linked telephone has one ringing call.
        > phone.release | PhoneRelease | command! | 话机释放 | Release a phone call | done
        @ PUT voicecall/{A}/phonehangup
        ~callSessionId | text |  | Not sent: the linked telephone goes on hook.
        > phone.mute | PhoneMute | command | 话机静音 | Mute the microphone of a phone call | done
        ! process
        callSessionId | text |  | Call session ID, range 0-4294967295 as text.
        isMute | boolean | true=mute; false=unmute | Mute switch.
        > phone.switch_sound_device | PhoneSwitchSoundDevice | command | 话机呼叫切换声卡设备 | Move a call between main and auxiliary sound device | done
        ! process
        callSessionId | text |  | Call session ID, range 0-4294967295 as text.
        isToAidDevice | boolean | true=to the auxiliary device; false=to the main device | Direction.
        > phone.get_sound_device | PhoneGetSoundDevice | query | 话机查询声卡设备信息 | Query the sound devices | done
        ! process
        isInput | boolean | true=input device (microphone); false=output device (speaker) | Input or output device.
        > phone.set_sound_device | PhoneSetSoundDevice | command | 话机设置声卡设备信息 | Set the sound device | done
        ! process
        isInput | boolean | true=input device (microphone); false=output device (speaker) | Input or output device.
        deviceIndex | text |  | Device index from PhoneGetSoundDevice.
        > phone.get_volume | PhoneGetVolume | query | 话机查询设备音量 | Query the device volume | done
        ! process
        isInput | boolean | true=input device (microphone); false=output device (speaker) | Input or output device.
        > phone.get_device_volume | PhoneGetDeviceVolume | query | 话机查询主、辅助设备音量 | Query the volume of the main or auxiliary device | done
        ! process
        isInput | boolean | true=input device (microphone); false=output device (speaker) | Input or output device.
        deviceType | text | MainDevice=main; AidDevice=auxiliary | Sound device.
        > phone.set_volume | PhoneSetVolume | command | 话机调整设备音量 | Set the device volume | done
        ! process
        isInput | boolean | true=input device (microphone); false=output device (speaker) | Input or output device.
        volumeValue | integer |  | Volume 0-100.
        > phone.set_device_volume | PhoneSetDeviceVolume | command | 话机调整辅助设备音量 | Set the volume of the main or auxiliary device | done
        ! process
        isInput | boolean | true=input device (microphone); false=output device (speaker) | Input or output device.
        volumeValue | integer |  | Volume 0-100.
        deviceType | text | MainDevice=main; AidDevice=auxiliary | Sound device.
        > phone.get_volume_gain_by_call | PhoneGetVolumeGainByCall | query | 话机查询指定呼叫音量增益 | Query the volume gain of a call | done
        ! process
        callSessionId | text |  | Call session ID, range 0-4294967295 as text.
        isInput | boolean | true=input device (microphone); false=output device (speaker) | Input or output device.
        > phone.set_volume_gain_by_call | PhoneSetVolumeGainByCall | command | 话机设置指定呼叫音量 | Set the volume gain of a call | done
        ! process
        callSessionId | text |  | Call session ID, range 0-4294967295 as text.
        isInput | boolean | true=input device (microphone); false=output device (speaker) | Input or output device.
        gainValue | integer |  | Gain 0-10, larger is louder.
        """#
}
