"""Secrets of this device: PIN, keys, where they lie.

>>> choice = await open_store(Place.KEYRING, lock_file=data_dir / "vault.lock")
>>> vault = Vault(choice.store, SystemClock(), namespace_of(data_dir, "embedded"))
>>> key = DeviceKey.generate()
>>> device = await client.devices.register("Ноутбук", key.public_key)
>>> await vault.enrol("135790", display_name="Анна", device_id=device.id, key=key)
>>> match await vault.unlock("135790"):
...     case Unlocked(device_id, key): ...
"""

from emias_app.vault.biometrics import Biometrics, BiometricSensor, DemoSensor, SensorAnswer, SensorGate
from emias_app.vault.keys import DeviceKey, OfflineKey
from emias_app.vault.memory_store import MemoryStore
from emias_app.vault.opening import Place, StoreChoice, StoreNote, namespace_of, open_store
from emias_app.vault.store import SecretStore, StoreDescription, StoreKind
from emias_app.vault.vault import (
    BiometricRefused,
    Erased,
    ErasedWhy,
    PinNeeded,
    PinNeededWhy,
    Unlocked,
    Vault,
    VaultStatus,
    WrongPin,
)
from emias_app.vault.wrapping import ScryptCost

__all__ = [
    "BiometricRefused",
    "BiometricSensor",
    "Biometrics",
    "DemoSensor",
    "DeviceKey",
    "Erased",
    "ErasedWhy",
    "MemoryStore",
    "OfflineKey",
    "PinNeeded",
    "PinNeededWhy",
    "Place",
    "ScryptCost",
    "SecretStore",
    "SensorAnswer",
    "SensorGate",
    "StoreChoice",
    "StoreDescription",
    "StoreKind",
    "StoreNote",
    "Unlocked",
    "Vault",
    "VaultStatus",
    "WrongPin",
    "namespace_of",
    "open_store",
]
