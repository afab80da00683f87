#!/bin/sh
# The agent in a container of Docker; podman takes the same options. The image has Java 17 or later, and the agent comes from this
# host: the directory of its jar, with the directory lib. Nothing is built.
#
# Install: let the user 65532, which is nobody on this host, read the configuration and write the state:
#            chgrp -R 65532 THE DIRECTORY OF THE CONFIGURATION; chmod -R u=rwX,g=rX,o= that directory
#            install -d -m 0700 -o 65532 -g 65532 /var/lib/ddns
#          then run this script
# Check:   docker ps; docker logs ddns
# Remove:  docker rm -f ddns
#
# The whole directory of the configuration is mounted: of a single file the container would keep the old one after an edit.
# A container of the default network sees the address of that network, so detect your address by HTTP, DNS or STUN. For the
# interfaces, UPnP and NAT-PMP add --network=host.
exec docker run --detach --name=ddns \
  --restart=unless-stopped --stop-timeout=30 \
  --user=65532:65532 --read-only --tmpfs=/tmp \
  --cap-drop=ALL --security-opt=no-new-privileges \
  --memory=256m --pids-limit=256 \
  --log-opt=max-size=1m --log-opt=max-file=3 \
  --env=STATE_DIRECTORY=/var/lib/ddns \
  {{program}} \
  {{configuration}} \
  {{state}} \
  eclipse-temurin:17-jre \
  {{run}}
