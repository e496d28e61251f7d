//! NMEA 0183 and AIS decoding.
